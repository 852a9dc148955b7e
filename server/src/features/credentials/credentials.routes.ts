import { type Credential, credentialEndpoints, credentialKindSchema } from '@sextant/contract/credentials';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { ageDays, isDue } from './credential-age.ts';
import type { CredentialRow } from './credentials.repository.ts';
import type { CredentialsService } from './credentials.service.ts';

/** API v1: `/credentials`. */
export function registerCredentialRoutes(
  app: FastifyInstance,
  deps: {
    service: CredentialsService;
    ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
  },
): void {
  const { service, ownerNames } = deps;

  async function present(rows: readonly CredentialRow[]): Promise<Credential[]> {
    const [names, counts] = await Promise.all([
      ownerNames(rows.map((row) => row.owner_id)),
      service.countUses(rows.map((row) => row.id)),
    ]);
    return rows.map((row) =>
      presentCredential(row, names.get(row.owner_id) ?? null, counts.get(row.id) ?? 0),
    );
  }

  async function presentOne(row: CredentialRow): Promise<Credential> {
    const [presented] = await present([row]);
    return presented as Credential;
  }

  registerV1(app, credentialEndpoints, {
    async list({ principal, query }) {
      const { q, kind, is_due, limit, offset } = query;
      const { rows, total } = await service.list(principal, { q, kind, isDue: is_due, limit, offset });
      return { credentials: await present(rows), total, has_more: offset + rows.length < total };
    },
    async ownLogins({ principal, query }) {
      const { connections, total } = await service.ownLogins(principal, query);
      const owners = await ownerNames(connections.map(({ ownerId }) => ownerId));
      const logins = connections.map((connection) => ({
        connection: presentUse(connection),
        username: connection.settings.username ?? '',
        password: masked,
        secrets: connection.secretFields,
        owner: owners.get(connection.ownerId) ?? null,
        updated_at: connection.updatedAt,
      }));
      return { logins, total, has_more: query.offset + logins.length < total };
    },
    async get({ principal, params }) {
      const row = await service.get(principal, params.id);
      const connections = (await service.uses(row.id)).map(presentUse);
      return { ...(await presentOne(row)), connections };
    },
    create: async ({ principal, address, body }) =>
      presentOne(await service.create({ principal, address }, body)),
    update: async ({ principal, address, params, body }) =>
      presentOne(await service.update({ principal, address }, params.id, body)),
    async remove({ principal, address, params }) {
      await service.remove({ principal, address }, params.id);
      return {};
    },
  });
}

/** A secret is never shown again. */
const masked = '********';

const presentUse = ({ id, number, name, engine }: StoredConnection) => ({
  id,
  number,
  name,
  driver: engine.id,
});

function presentCredential(row: CredentialRow, owner: string | null, connections: number): Credential {
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    kind: credentialKindSchema.parse(row.kind),
    driver: row.driver,
    username: row.username,
    password: masked,
    description: row.description,
    owner,
    connections_count: connections,
    rotate_after_days: row.rotate_after_days,
    rotated_at: row.rotated_at,
    age_days: ageDays(row),
    is_due: isDue(row),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
