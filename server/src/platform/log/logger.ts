import { Writable } from 'node:stream';
import { type Logger, multistream, pino } from 'pino';
import type { Config } from '../../config.ts';
import type { LogStore } from './log-store.ts';

export type { Logger } from 'pino';

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
      const { level, time, message, module, reqId, ...context } = JSON.parse(line);
      store.add({
        at: time,
        level,
        module: module ?? 'http',
        message: message ?? '',
        requestId: reqId ?? null,
        context,
      });
      done();
    },
  });
}
