import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { createDecoder } from 'fast-jwt';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Config } from '../../config.ts';
import { createStrangerLimiter } from '../auth/stranger-limiter.ts';
import type { LogEntry } from '../log/log-entry.ts';
import type { LogStore } from '../log/log-store.ts';
import type { Logger } from '../log/logger.ts';
import { type Authenticate, guardRoutes } from './access.ts';
import type { Family } from './family.ts';
import type { FamilyPorts } from './family-ports.ts';
import { createRootDispatch } from './root-dispatch.ts';
import { securityHeaders } from './security-headers.ts';
import { createUnreadableAnswer, type LocateFamily } from './unreadable-request.ts';
import { sendV1Error } from './v1-errors.ts';

const slowMs = 2_000;
/** A question of the documented length still fits a URL when percent-encoded. */
const maxHeaderSize = 512 * 1024;
/** How long a client may take to send a request; a large file over a slow line fits in it. */
const sendingMs = 30 * 60_000;
const maxUploadBytes = 512 * 1024 * 1024;
const callsPerMinute = 1_200;

/** The HTTP server with what every route stands on: access, limits, security headers, errors, request log. */
export async function createHttpServer(deps: {
  config: Config;
  logger: Logger;
  logStore: Pick<LogStore, 'addRequest'>;
  authenticate: Authenticate;
  families: readonly Family[];
  familyPorts: FamilyPorts;
}): Promise<FastifyInstance> {
  const { config, logger, logStore, authenticate, families, familyPorts } = deps;
  const dispatch = createRootDispatch(families, config.rootFamily);
  /** Where a request goes of which no more than its first line is known. */
  const locateFamily: LocateFamily = (socket, { method, url }) => {
    const nobody = { namedFamily: undefined, tokenFamily: () => undefined };
    const target = familyPorts.rewrite(socket as Socket, url) ?? dispatch({ method, url, ...nobody });
    return families.find(({ base }) => target === base || target.startsWith(`${base}/`)) ?? null;
  };
  const app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A logger of its own for each request costs more than most requests; lines name the request instead.
    childLoggerFactory: (parent) => parent,
    http: { maxHeaderSize },
    bodyLimit: 4 * 1024 * 1024,
    requestTimeout: sendingMs,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    clientErrorHandler: createUnreadableAnswer(locateFamily),
    trustProxy: config.trustProxy,
    rewriteUrl: (request) =>
      familyPorts.rewrite(request.socket, request.url ?? '/') ??
      dispatch({
        method: request.method ?? 'GET',
        url: request.url ?? '/',
        namedFamily: header(request, 'x-sextant-family'),
        tokenFamily: () => familyOfToken(header(request, 'authorization')),
      }),
  }) as unknown as FastifyInstance;

  app.setErrorHandler(sendV1Error);
  markAndLogRequests(app, logStore);
  hangUpWhenStopping(app);
  guardRoutes(app, authenticate, config.rateLimit ? createStrangerLimiter(callsPerMinute) : null);
  if (config.rateLimit) {
    await app.register(rateLimit, {
      max: callsPerMinute,
      timeWindow: 60_000,
      keyGenerator: (request) => request.principal?.userId ?? request.ip,
    });
  }
  await app.register(multipart, { limits: { fileSize: maxUploadBytes, files: 20, fields: 20 } });
  // A body is optional for calls that declare none, also when the client still names a JSON content type.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined);
    try {
      done(null, JSON.parse(body as string));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  return app;
}

/** A client that is answered while the server stops must not hold it up by keeping its connection. */
function hangUpWhenStopping(app: FastifyInstance): void {
  let stopping = false;
  app.addHook('preClose', (done) => {
    stopping = true;
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done();
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    done();
    // For answers that had begun before: their connection is idle once this turn is over.
    if (stopping) setImmediate(() => app.server.closeIdleConnections());
  });
}

function markAndLogRequests(app: FastifyInstance, logStore: Pick<LogStore, 'addRequest'>): void {
  const fixedHeaders = securityHeaders();
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(fixedHeaders).header('x-request-id', request.id);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // Answers hold tokens and people's data; what may be kept says so itself.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    done();
    const told = reply.statusCode >= 400 || reply.elapsedTime > slowMs || request.log.level === 'debug';
    if (!told) return logStore.addRequest(() => requestEntry(request, reply));
    const {
      requestId: reqId,
      durationMs: milliseconds,
      user,
      module,
      context,
    } = requestEntry(request, reply);
    const level = reply.statusCode >= 400 || reply.elapsedTime > slowMs ? 'info' : 'debug';
    request.log[level]({ module, reqId, ...context, milliseconds, user: user ?? undefined }, 'request');
  });
}

/** A request as the log has it. The route is the pattern that many paths share. */
function requestEntry(request: FastifyRequest, reply: FastifyReply): LogEntry {
  return {
    at: new Date().toISOString(),
    level: 'info',
    module: 'http',
    message: 'request',
    requestId: request.id,
    user: request.principal?.username ?? null,
    durationMs: Math.round(reply.elapsedTime),
    context: {
      method: request.method,
      route: request.routeOptions.url ?? null,
      path: pathForLog(request),
      status: reply.statusCode,
    },
  };
}

/** The path of a request, but of those whose path is a key by itself only the pattern. */
function pathForLog(request: FastifyRequest): string | undefined {
  const route = request.routeOptions.url;
  if (route !== undefined && /:(?:ticket|token)(?:\/|$)/.test(route)) return route;
  const [path] = request.url.split('?', 1);
  return path?.replace(/^(\/share)\/.*/s, '$1/:token');
}

function header(request: Pick<IncomingMessage, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const decodeToken = createDecoder();
const familiesOfTokens = new LRUCache<string, { name: string | undefined }>({ max: 2_000 });
/** Longer ones are no tokens of ours, and are not kept. */
const maxTokenLength = 1_000;

/** Which family issued a token, read without trust: it only chooses who will check the token. */
function familyOfToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const known = familiesOfTokens.get(authorization);
  if (known) return known.name;
  const name = readFamily(authorization);
  if (authorization.length <= maxTokenLength) familiesOfTokens.set(authorization, { name });
  return name;
}

function readFamily(authorization: string): string | undefined {
  try {
    const claims = decodeToken(authorization.replace(/^Bearer\s+/i, '')) as { fam?: string } | null;
    return claims?.fam;
  } catch {
    return undefined;
  }
}
