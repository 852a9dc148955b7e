import { randomBytes } from 'node:crypto';
import type { Permission } from '@sextant/contract/permissions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { forbidden, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ApiKeysRepository } from './api-keys.repository.ts';
import { apiKeyStart, hashApiKey } from './authenticator.ts';

/** A user's keys for programs. A key may do what its user may, or less. */
export function createApiKeysService(deps: { apiKeys: ApiKeysRepository; events: EventBus; audit: Audit }) {
  const { apiKeys, events, audit } = deps;
  return {
    list: (principal: Principal) => apiKeys.list(principal.userId),

    /** Returns the key itself once; afterwards only its hash and first letters are known. */
    async create(
      principal: Principal,
      input: { name: string; permissions: Permission[] | undefined; expiresInDays: number | null },
    ) {
      const permissions = input.permissions ?? [...principal.permissions];
      const excess = permissions.find((permission) => !principal.permissions.has(permission));
      if (excess !== undefined) {
        throw forbidden({
          zh: `不能授予自己没有的权限「${excess}」`,
          en: `You cannot grant "${excess}", which you do not have`,
        });
      }
      const key = apiKeyStart + randomBytes(32).toString('base64url');
      const row = await apiKeys.create({
        userId: principal.userId,
        name: input.name,
        prefix: key.slice(0, 10),
        keyHash: hashApiKey(key),
        permissions,
        expiresAt:
          input.expiresInDays === null ? null : new Date(Date.now() + input.expiresInDays * 86_400_000),
      });
      await audit.record(principal, {
        action: 'api_key.created',
        objectType: 'api_key',
        objectId: row.id,
        details: { name: input.name, permissions },
      });
      return { row, key };
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const removed = await apiKeys.remove(principal.userId, id);
      if (!removed) throw notFound({ zh: 'API 密钥', en: 'API key' }, id);
      await events.publish('user.changed', { userId: principal.userId });
      await audit.record(principal, { action: 'api_key.deleted', objectType: 'api_key', objectId: id });
    },
  };
}

export type ApiKeysService = ReturnType<typeof createApiKeysService>;
