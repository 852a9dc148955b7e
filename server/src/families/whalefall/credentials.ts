import { credentialKindSchema } from '@sextant/contract/credentials';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CredentialsService } from '../../features/credentials/credentials.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';
import { cutPage, pageQuerySchema, pageSchema } from './page.ts';

type CredentialRow = Awaited<ReturnType<CredentialsService['get']>>;

const credentialSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  credential_type: z.string(),
  db_type: z.string().nullable(),
  username: z.string(),
  password: z.string().describe('永远是 ********'),
  description: z.string().nullable(),
  instance_ids: z.array(z.number().int()),
  is_active: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/credentials',
    access: 'view',
    summary: '获取凭据列表',
    query: pageQuerySchema(['id', 'name', 'credential_type', 'username', 'created_at']).extend({
      credential_type: credentialKindSchema.optional(),
    }),
    data: pageSchema(credentialSchema),
  },
  get: {
    method: 'GET',
    path: '/api/credentials/{credential_id}',
    access: 'view',
    summary: '获取凭据详情',
    params: z.object({
      credential_id: z.coerce
        .number('须为凭据的整数编号')
        .int()
        .min(1)
        .max(2 ** 31),
    }),
    data: credentialSchema,
  },
});

const originals = atOriginal('/credentials', operations);
export const credentialOperations = { ...operations, ...originals };

const sortKeys = {
  id: (row: CredentialRow) => row.number,
  name: (row: CredentialRow) => row.name,
  credential_type: (row: CredentialRow) => row.kind,
  username: (row: CredentialRow) => row.username,
  created_at: (row: CredentialRow) => row.created_at,
};
const collator = new Intl.Collator('zh', { numeric: true });

/** whalefall: `/api/credentials`. */
export function registerCredentials(app: FastifyInstance, credentials: CredentialsService): void {
  async function present(row: CredentialRow) {
    return {
      id: row.number,
      name: row.name,
      credential_type: row.kind,
      db_type: row.driver,
      username: row.username,
      password: '********',
      description: row.description,
      instance_ids: (await credentials.uses(row.id)).map(({ number }) => number),
      is_active: true,
      created_at: presentTime(row.created_at),
      updated_at: presentTime(row.updated_at),
    };
  }

  const handlers: FamilyHandlers<typeof operations> = {
    async list({ principal, query }) {
      const { search: q, credential_type: kind, sort = 'id', order = 'asc' } = query;
      const { rows } = await credentials.list(principal, { q, kind, limit: 100_000, offset: 0 });
      const key = sortKeys[sort];
      const sign = order === 'desc' ? -1 : 1;
      rows.sort((left, right) => sign * collator.compare(String(key(left)), String(key(right))));
      const { items, pagination } = cutPage(rows, query);
      return { items: await Promise.all(items.map(present)), pagination };
    },
    get: async ({ principal, params }) =>
      present(await credentials.get(principal, String(params.credential_id))),
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}
