import { createHash } from 'node:crypto';
import { type Permission, permissionsOfRole, type Role } from '@sextant/contract/permissions';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Tokens } from '../../platform/auth/tokens.ts';
import { unauthorized } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ApiKeysRepository } from './api-keys.repository.ts';
import type { SessionsRepository } from './sessions.repository.ts';
import type { UserRow, UsersRepository } from './users.repository.ts';

export const apiKeyStart = 'sxt_';
const cacheMs = 10_000;
const revoked = { zh: '登录已失效，请重新登录', en: 'This sign-in has ended; sign in again' };

export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

interface Known {
  principal: Principal;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/**
 * Turns an `Authorization` header into a principal: a signed access token whose sign-in still stands, or an API
 * key. Answers are cached for seconds and dropped at once when a sign-in ends or a user changes.
 */
export function createAuthenticator(deps: {
  tokens: Tokens;
  users: UsersRepository;
  sessions: SessionsRepository;
  apiKeys: ApiKeysRepository;
  events: EventBus;
}) {
  const { tokens, users, sessions, apiKeys, events } = deps;
  const byHeader = new LRUCache<string, Known>({ max: 10_000, ttl: cacheMs });
  let changes = 0;
  const forget = (concerns: (principal: Principal) => boolean) => {
    changes += 1;
    for (const [header, { principal }] of byHeader.entries())
      if (concerns(principal)) byHeader.delete(header);
  };
  events.subscribe('session.revoked', ({ sessionId }) => forget((known) => known.sessionId === sessionId));
  events.subscribe('user.changed', ({ userId }) => forget((known) => known.userId === userId));

  async function fromAccessToken(token: string): Promise<Known> {
    const claims = tokens.readAccess(token);
    const session = await sessions.find(claims.sid);
    if (!session || session.revoked_at !== null || session.user_id !== claims.sub)
      throw unauthorized(revoked);
    const user = await users.findById(session.user_id);
    if (!user?.is_active) throw unauthorized(revoked);
    const principal = toPrincipal(user, permissionsOfRole[user.role as Role], session.id, session.family);
    return { principal, expiresAt: claims.exp * 1000 };
  }

  async function fromApiKey(key: string): Promise<Known> {
    const row = await apiKeys.findByHash(hashApiKey(key));
    const expiresAt = row?.expires_at == null ? Number.POSITIVE_INFINITY : Date.parse(row.expires_at);
    const user = row && expiresAt > Date.now() ? await users.findById(row.user_id) : undefined;
    if (!row || !user?.is_active) {
      throw unauthorized({
        zh: 'API 密钥无效、已吊销或已过期',
        en: 'The API key is unknown, revoked or expired',
      });
    }
    await apiKeys.touch(row.id);
    const granted = new Set(JSON.parse(row.permissions) as Permission[]);
    const permissions = permissionsOfRole[user.role as Role].filter((permission) => granted.has(permission));
    return { principal: toPrincipal(user, permissions, null, 'v1'), expiresAt };
  }

  return async function authenticate(authorization: string | undefined): Promise<Principal | null> {
    if (authorization === undefined) return null;
    const cached = byHeader.get(authorization);
    if (cached && cached.expiresAt > Date.now()) return cached.principal;
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) return null;
    const changesBefore = changes;
    const known = await (token.startsWith(apiKeyStart) ? fromApiKey(token) : fromAccessToken(token));
    // What was read before a change must not outlive it.
    if (changes === changesBefore) byHeader.set(authorization, known);
    return known.principal;
  };
}

/** A user as rules know them. */
export function toPrincipal(
  user: UserRow,
  permissions: readonly Permission[],
  sessionId: string | null,
  family: string,
): Principal {
  return {
    userId: user.id,
    username: user.username,
    role: user.role as Role,
    permissions: new Set(permissions),
    sessionId,
    family,
  };
}
