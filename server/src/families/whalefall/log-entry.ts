import type { LogLevel } from '@sextant/contract/logs';
import { z } from 'zod';
import type { LogsService } from '../../features/logs/logs.service.ts';
import { presentTime } from '../document-time.ts';

export const levelSchema = z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);

const levels: Record<z.infer<typeof levelSchema>, LogLevel> = {
  DEBUG: 'debug',
  INFO: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'fatal',
};
const names = new Map(
  Object.entries(levels).map(([name, level]) => [level as string, levelSchema.parse(name)]),
);

/** Our level for one of the document's. */
export const levelOf = (name: z.infer<typeof levelSchema>): LogLevel => levels[name];

/** The document's name of a level. */
export const logLevelName = (level: string) => names.get(level) ?? 'INFO';

export const logSchema = z.object({
  id: z.number().int(),
  timestamp: z.string(),
  level: levelSchema,
  module: z.string(),
  message: z.string(),
  traceback: z.string().nullable(),
  context: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});

type LogRow = Awaited<ReturnType<LogsService['get']>>;

/** An entry of the log as the document has it; what has a column of its own in our log is part of the context. */
export function presentLog(row: LogRow): z.infer<typeof logSchema> {
  const context = JSON.parse(row.context) as Record<string, unknown>;
  const { stack } = (context.err ?? {}) as { stack?: unknown };
  return {
    id: row.number,
    timestamp: presentTime(row.at),
    level: logLevelName(row.level),
    module: row.module,
    message: row.message,
    traceback: typeof stack === 'string' ? stack : null,
    context: {
      ...context,
      ...(row.request_id !== null && { request_id: row.request_id }),
      ...(row.user_name !== null && { user: row.user_name }),
      ...(row.duration_ms !== null && { duration_ms: row.duration_ms }),
    },
    created_at: presentTime(row.at),
  };
}
