import type { Cell } from '@sextant/contract/chart';
import type pg from 'pg';
import type { FieldDef } from 'pg';
import Cursor from 'pg-cursor';
import { EngineError } from '../engine-error.ts';
import type { RunningStatement } from '../session.ts';
import { cellParser, type OwnType, resultColumns } from './postgresql.values.ts';

const firstRows = 32;

const types = { getTypeParser: cellParser };

function readCursor(cursor: Cursor<Cell[]>, count: number): Promise<{ rows: Cell[][]; fields: FieldDef[] }> {
  return new Promise((resolve, reject) => {
    cursor.read(count, (error, rows, result) => {
      if (error) reject(error);
      else resolve({ rows, fields: result?.fields ?? [] });
    });
  });
}

const copyHint = { zh: '请改用 SELECT 查询数据。', en: 'Use a SELECT to read the data.' };

/**
 * A cursor speaks the extended protocol, in which the server itself refuses a second statement. pg hands COPY to it
 * as well, which pg-cursor does not know: `copying` rejects then, where an unhandled error would end the process.
 */
function openCursor(client: pg.Client, sql: string, params: readonly Cell[]) {
  const copying = Promise.withResolvers<never>();
  copying.promise.catch(() => {});
  const refuse = () => copying.reject(new EngineError('failed', 'COPY gives no rows', { hint: copyHint }));
  // The types of pg-cursor ask for an object of parsers with more than the one function that is used.
  const config = { rowMode: 'array', types } as unknown as ConstructorParameters<typeof Cursor>[2];
  const cursor = new Cursor<Cell[]>(sql, [...params], config);
  Object.assign(cursor, { handleCopyData: refuse, handleCopyInResponse: refuse });
  return { cursor: client.query(cursor), copying: copying.promise };
}

/** Starts a statement whose rows are fetched as they are read. */
export async function startCursor(
  client: pg.Client,
  sql: string,
  params: readonly Cell[],
  ownTypes: ReadonlyMap<number, OwnType>,
): Promise<RunningStatement> {
  const { cursor, copying } = openCursor(client, sql, params);
  const first = await Promise.race([readCursor(cursor, firstRows), copying]);
  let ahead: Cell[][] = first.rows;
  let drained = ahead.length < firstRows;
  return {
    columns: resultColumns(first.fields, ownTypes),
    async read(count) {
      if (ahead.length > 0) {
        const rows = ahead.slice(0, count);
        ahead = ahead.slice(count);
        return rows;
      }
      if (drained) return [];
      const { rows } = await readCursor(cursor, count);
      drained = rows.length < count;
      return rows;
    },
    async close() {
      await cursor.close();
      return true;
    },
  };
}
