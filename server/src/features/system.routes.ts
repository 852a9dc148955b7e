import { dataFileExtensions } from '@sextant/contract/data-files';
import { systemEndpoints } from '@sextant/contract/system';
import type { FastifyInstance } from 'fastify';
import type { MetadataDatabase } from '../platform/db/open-database.ts';
import { registerV1 } from '../platform/http/v1-routes.ts';

/** `GET /health` (200 when the metadata database answers, else 503) and `GET /api/v1/about`. */
export function registerSystemRoutes(
  app: FastifyInstance,
  deps: { db: MetadataDatabase; version: string },
): void {
  app.get('/health', { config: { access: 'public' } }, async (_request, reply) => {
    try {
      await deps.db.selectFrom('users').select('id').limit(1).execute();
      return { status: 'ok', version: deps.version };
    } catch {
      return reply.status(503).send({ status: 'unavailable', version: deps.version });
    }
  });
  registerV1(app, systemEndpoints, {
    about: async () => ({
      name: 'Sextant' as const,
      version: deps.version,
      file_extensions: [...dataFileExtensions],
    }),
  });
}
