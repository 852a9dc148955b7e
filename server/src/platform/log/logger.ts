import { Writable } from 'node:stream';
import { type Logger, multistream, pino } from 'pino';
import type { Config } from '../../config.ts';
import { maskSecrets, maskText } from '../secrets/mask-secrets.ts';
import type { LogStore } from './log-store.ts';

export type { Logger } from 'pino';

const longestMessage = 10_000;
const longestContext = 20_000;

/** Fields that may hold a secret never reach the log, however deep they stand. */
const secretPaths = [
  'password',
  'api_key',
  'apiKey',
  'authorization',
  'token',
  'secret',
  'refresh_token',
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** A structured logger: JSON lines on stdout, and the same entries in the log store. */
export function createLogger(config: Pick<Config, 'logLevel'>, store: LogStore): Logger {
  return pino(
    {
      level: config.logLevel,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: secretPaths, censor: '***' },
    },
    multistream([
      { level: 'debug', stream: process.stdout },
      { level: 'info', stream: storeStream(store) },
    ]),
  );
}

function storeStream(store: LogStore): Writable {
  return new Writable({
    decodeStrings: false,
    write(line: string, _encoding, done) {
      done();
      if (!store.hasRoom(levelOf(line))) return;
      const { level, time, message, module, reqId, user, milliseconds, ...context } = JSON.parse(line);
      store.add({
        at: time,
        level: level === 'trace' ? 'debug' : level,
        module: typeof module === 'string' ? module : 'http',
        message: maskText(String(message ?? '')).slice(0, longestMessage),
        requestId: reqId ?? null,
        user: typeof user === 'string' ? user : null,
        durationMs: typeof milliseconds === 'number' ? Math.round(milliseconds) : null,
        context: boundedContext(context),
      });
    },
  });
}

/** Read without parsing: pino writes the level first. */
function levelOf(line: string): string {
  return line.startsWith('{"level":"') ? line.slice(10, line.indexOf('"', 10)) : 'info';
}

/** Nothing secret, and no more than a page can show. */
function boundedContext(context: Record<string, unknown>): Record<string, unknown> {
  const masked = maskSecrets(context) as Record<string, unknown>;
  const text = JSON.stringify(masked);
  return text.length <= longestContext ? masked : { cut: text.slice(0, longestContext) };
}
