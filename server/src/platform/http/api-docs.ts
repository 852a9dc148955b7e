import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { declareAccess } from './access.ts';
import { describeV1 } from './openapi.ts';

/** Serves the OpenAPI description of API v1 and Swagger UI at `/docs`. */
export async function serveApiDocs(app: FastifyInstance, version: string): Promise<void> {
  const document = describeV1(version);
  await app.register(async (scope) => {
    declareAccess(scope, 'public');
    await scope.register(swagger, { mode: 'static', specification: { document: document as never } });
    await scope.register(swaggerUi, { routePrefix: '/docs' });
  });
}
