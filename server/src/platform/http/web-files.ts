import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { declareAccess } from './access.ts';
import { sendV1NotFound } from './v1-errors.ts';

/**
 * Serves the built web interface, when there is one; a page address that is no file gets `index.html`,
 * any other unknown path the v1 404.
 */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(async (scope) => {
      declareAccess(scope, 'public');
      await scope.register(fastifyStatic, {
        root: folder,
        decorateReply: true,
        // One route for each file: a route for all paths would take the unknown paths of the families.
        wildcard: false,
        setHeaders(reply, path) {
          const hashed = path.includes('/assets/');
          reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (!built || !wantsPage || request.url.startsWith('/api/')) return sendV1NotFound(request, reply);
    const page = await readFile(join(folder, 'index.html'));
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}
