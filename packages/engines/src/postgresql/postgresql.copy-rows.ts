import type pg from 'pg';
import { errorCode } from '../network-error.ts';
import type { RunningCopy } from '../session.ts';
import { copyText, describeStatement, startCopy } from './postgresql.copy.ts';
import { type OwnType, resultColumns } from './postgresql.values.ts';

/** The expressions that show columns in CSV count code points, and cut zeros as PostgreSQL 13 learnt to. */
const copiesQuery = `SELECT current_setting('server_encoding') = 'UTF8'
  AND current_setting('server_version_num')::int >= 130000 AS copies`;

/** What a statement inside a COPY fails with when it may only stand alone: a syntax error, or "not supported". */
const standsAlone = new Set(['42601', '0A000']);

/**
 * Starts a statement whose rows come as CSV; null when this server or this statement has no such way. `discard` lets
 * a cancel through.
 */
export async function startCopyRows(
  client: pg.Client,
  sql: string,
  ownTypes: ReadonlyMap<number, OwnType>,
): Promise<{ copy: RunningCopy; discard: () => void } | null> {
  const { rows } = await client.query<{ copies: boolean }>(copiesQuery);
  const fields = rows[0]?.copies ? await describeStatement(client, sql) : [];
  if (fields.length === 0) return null;
  const columns = resultColumns(fields, ownTypes);
  try {
    const { ended, discard, ...copy } = await startCopy(client, copyText(sql, fields));
    return { copy: { ...copy, columns, close: async () => ended() }, discard };
  } catch (error) {
    if (standsAlone.has(errorCode(error))) return null;
    throw error;
  }
}
