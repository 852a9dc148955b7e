import { permissionsOfRole, type Role } from '@sextant/contract/permissions';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import { createAttemptLimiter } from '../../platform/auth/attempt-limiter.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Tokens } from '../../platform/auth/tokens.ts';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import { createApiKeysRepository } from './api-keys.repository.ts';
import { createApiKeysService } from './api-keys.service.ts';
import { createAuthenticator, toPrincipal } from './authenticator.ts';
import { createFirstAdmin } from './first-admin.ts';
import { createSessionsRepository } from './sessions.repository.ts';
import { createSignInService } from './sign-in.service.ts';
import { createUsersRepository } from './users.repository.ts';
import { registerUserRoutes } from './users.routes.ts';
import { createUsersService } from './users.service.ts';

/** Users, sign-in and API keys, wired. */
export function createUsersFeature(deps: {
  db: MetadataDatabase;
  tokens: Tokens;
  events: EventBus;
  audit: Audit;
}) {
  const { db, tokens, events, audit } = deps;
  const users = createUsersRepository(db);
  const sessions = createSessionsRepository(db);
  const apiKeys = createApiKeysRepository(db);
  const signIn = createSignInService({
    users,
    sessions,
    tokens,
    attempts: createAttemptLimiter(),
    events,
    audit,
  });
  const service = createUsersService({ users, signIn, events, audit });
  const apiKeysService = createApiKeysService({ apiKeys, events, audit });
  return {
    service,
    signIn,
    authenticate: createAuthenticator({ tokens, users, sessions, apiKeys, events }),
    /** What other features ask about the owners of their objects. */
    owners: {
      isAdmin: async (userId: string): Promise<boolean> => (await users.findById(userId))?.role === 'admin',
      /** With all rights of their role; null for who is gone or disabled. */
      principalOf: async (userId: string): Promise<Principal | null> => {
        const user = await users.findById(userId);
        if (!user?.is_active) return null;
        return toPrincipal(user, permissionsOfRole[user.role as Role], null, 'v1');
      },
      firstAdminId: async (): Promise<string | null> =>
        (await users.list({ role: 'admin', limit: 1, offset: 0 })).rows[0]?.id ?? null,
    },
    createFirstAdmin: (password: string | null) => createFirstAdmin({ users, service }, password),
    register(app: FastifyInstance): void {
      registerUserRoutes(app, { users: service, signIn, apiKeys: apiKeysService });
    },
  };
}
