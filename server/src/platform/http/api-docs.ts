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
  await serveDocument(
    app,
    '/docs',
    once(() => describeV1(version)),
  );
  for (const family of families) {
    const document = once(() => describeFamily(family, version));
    const places = new Set([docsPath(family), `${family.base}${family.prefixes[0]}/docs`]);
    for (const place of places) await serveDocument(app, place, document);
  }
}

async function serveDocument(app: FastifyInstance, path: string, document: () => object): Promise<void> {
  await app.register(async (scope) => {
    declareAccess(scope, 'public');
    // The plugin wants a document when it starts; what it serves is what the transformation gives.
    await scope.register(swagger, { mode: 'static', specification: { document: {} as never } });
    await scope.register(swaggerUi, {
      routePrefix: path,
      transformSpecification: document,
      transformSpecificationClone: false,
    });
  });
}

/** Describing an API takes longer than most of a start, and few ask for it. */
function once(describe: () => object): () => object {
  let document: object | undefined;
  return () => {
    document ??= describe();
    return document;
  };
}
