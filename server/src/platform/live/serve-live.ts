import websocket, { type WebSocket } from '@fastify/websocket';
import { frameMaxBytes } from '@sextant/contract/live';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.ts';
import { checkOrigin, chooseProtocol } from './handshake.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is a WebSocket; others refuse to become one. */
    isLive?: boolean;
  }
}

/** Lets routes of the server be WebSockets; before the first of them is added. */
export async function serveLive(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: frameMaxBytes, handleProtocols: chooseProtocol, perMessageDeflate: false },
    // The library closes the connection itself, with the code that says why.
    errorHandler: (error, _socket, request) => {
      request.log.debug({ module: 'live', error: error.message }, 'a connection broke');
    },
    preClose(done) {
      this.websocketServer.close();
      done();
    },
  });
  app.addHook('onRequest', async (request) => {
    if (!request.ws || request.routeOptions.config.isLive) return;
    throw new AppError('BAD_REQUEST', {
      zh: `${request.url.split('?', 1)[0]} 不是 WebSocket 地址`,
      en: `${request.url.split('?', 1)[0]} is no WebSocket address`,
    });
  });
}

/** Adds a WebSocket at a path. Whoever connects is known only by the token, so the route itself is open. */
export function addLiveRoute(
  app: FastifyInstance,
  path: string,
  accept: (socket: WebSocket, request: FastifyRequest) => void,
): void {
  app.route({
    method: 'GET',
    url: path,
    websocket: true,
    config: { access: 'public', isLive: true },
    onRequest: async (request) => checkOrigin(request),
    handler: (socket, request) => accept(socket, request),
  });
}
