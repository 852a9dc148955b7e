import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Connection, Request } from 'tedious';
import { uniqueColumns } from '../column-names.ts';
import { loadTedious } from './sqlserver.driver.ts';
import { type SqlserverField, typeRule } from './sqlserver.values.ts';

/** Rows of a running statement, pulled: the socket is paused while nobody reads. */
export interface SqlserverRows {
  /** Resolves with the result's columns, none for a statement without rows; rejects when it failed at once. */
  columns: Promise<ResultColumn[]>;
  read(count: number): Promise<Cell[][]>;
  /** All rows were received and the server said that it is done. */
  ended(): boolean;
  /** Asks the server to stop; resolves once it did or the connection ended. */
  cancel(): Promise<void>;
}

type CellRule = ReturnType<typeof typeRule>['cell'];

const rowsAhead = 32;
const maxInt = 2_147_483_647;

async function createRequest(
  sql: string,
  params: readonly Cell[],
  timeoutMs: number | null,
  done: (error: Error | null | undefined) => void,
): Promise<Request> {
  const { Request: DriverRequest, TYPES } = await loadTedious();
  const request = new DriverRequest(sql, done);
  if (timeoutMs) request.setTimeout(timeoutMs);
  params.forEach((value, index) => {
    const name = `p${index + 1}`;
    if (typeof value === 'boolean') request.addParameter(name, TYPES.Bit, value);
    else if (typeof value !== 'number') request.addParameter(name, TYPES.NVarChar, value);
    else if (!Number.isSafeInteger(value)) request.addParameter(name, TYPES.Float, value);
    else request.addParameter(name, Math.abs(value) <= maxInt ? TYPES.Int : TYPES.BigInt, value);
  });
  return request;
}

/** Holds the rows that came and were not read yet, and lets the server go on only when there is room. */
function createBuffer(rules: () => readonly CellRule[]) {
  let request: Request | null = null;
  let rows: Cell[][] = [];
  let wanted = rowsAhead;
  let over = false;
  let failure: unknown = null;
  let wake: (() => void) | null = null;

  async function filled(): Promise<void> {
    request?.resume();
    if (over || rows.length >= wanted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wake = resolve;
    await promise;
    wake = null;
  }

  return {
    attach(running: Request): void {
      request = running;
    },
    push(columns: readonly { value: unknown }[]): void {
      const cellRules = rules();
      rows.push(
        columns.map(({ value }, index) =>
          value === null || value === undefined ? null : (cellRules[index]?.(value) ?? null),
        ),
      );
      if (rows.length < wanted) return;
      request?.pause();
      wake?.();
    },
    finish(error: unknown): void {
      over = true;
      failure = error ?? null;
      wake?.();
    },
    ended: () => over && failure === null,
    async read(count: number): Promise<Cell[][]> {
      wanted = count;
      if (rows.length < count && !over) await filled();
      if (failure !== null && rows.length === 0) throw failure;
      const batch = rows.slice(0, count);
      rows = rows.slice(count);
      return batch;
    },
  };
}

/** Runs one statement through `sp_executesql`; parameters are `@p1`, `@p2` … and never pasted into its text. */
export async function startStatement(
  connection: Connection,
  sql: string,
  params: readonly Cell[],
  timeoutMs: number | null,
): Promise<SqlserverRows> {
  const columns = Promise.withResolvers<ResultColumn[]>();
  columns.promise.catch(() => {});
  const done = Promise.withResolvers<void>();
  let rules: CellRule[] = [];
  let results = 0;
  const buffer = createBuffer(() => rules);

  const request = await createRequest(sql, params, timeoutMs, (error) => {
    if (error) columns.reject(error);
    else columns.resolve([]);
    buffer.finish(error);
    done.resolve();
  });
  buffer.attach(request);
  request.on('columnMetadata', (described) => {
    results += 1;
    if (results > 1) return;
    const fields: SqlserverField[] = Object.values(described);
    const types = fields.map(typeRule);
    rules = types.map((type) => type.cell);
    columns.resolve(
      uniqueColumns(
        types.map(({ type, kind }, index) => ({ name: fields[index]?.colName ?? '', type, kind })),
      ),
    );
  });
  request.on('row', (row: { value: unknown }[]) => {
    if (results === 1) buffer.push(row);
  });
  connection.execSql(request);
  return {
    columns: columns.promise,
    read: buffer.read,
    ended: buffer.ended,
    async cancel() {
      request.cancel();
      await done.promise;
    },
  };
}
