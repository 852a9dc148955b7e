import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { declareAccess } from './access.ts';
import type { Family } from './family.ts';
import { docsPath } from './family-routes.ts';
import { describeFamily, describeV1 } from './openapi.ts';

/** Serves the OpenAPI descriptions with Swagger UI: of API v1 at `/docs`, of each family at `<base>/docs`. */
export async function serveApiDocs(
  app: FastifyInstance,
  version: string,
  families: readonly Family[],
): Promise<void> {
  await serveDocument(app, '/docs', describeV1(version));
  for (const family of families) {
    const document = describeFamily(family, version);
    const places = new Set([docsPath(family), `${family.base}${family.prefixes[0]}/docs`]);
    for (const place of places) await serveDocument(app, place, document);
  }
}

async function serveDocument(app: FastifyInstance, path: string, document: object): Promise<void> {
  await app.register(async (scope) => {
    declareAccess(scope, 'public');
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } });
    await scope.register(swaggerUi, { routePrefix: path });
  });
}
