import { Decimal } from './decimal.ts';
import { decodeJson, type Frame, type FrameKind } from './frames.ts';

interface Batch {
  id: number;
  /** Null where they are those of the batch before. */
  columns: string[] | null;
  rows: unknown[][];
  done: boolean;
  error: string | null;
}

type Row = Record<string, unknown>;

/** What a script reads through the server: rows of a connection, the inbox and its files. */
export function createHostReads(send: (kind: FrameKind, value: unknown) => void) {
  const waiting = new Map<number, (batch: Batch) => void>();
  let lastId = 0;

  async function* read(order: object): AsyncGenerator<Row> {
    const id = ++lastId;
    const next = (kind: FrameKind, value: object) => {
      const { promise, resolve } = Promise.withResolvers<Batch>();
      waiting.set(id, resolve);
      send(kind, { id, ...value });
      return promise;
    };
    let columns: string[] = [];
    let ended = false;
    try {
      // The server sends one batch for each that is asked for, so a slow reader holds the database back.
      let batch = await next('read', order);
      for (;;) {
        ended = batch.done || batch.error !== null;
        if (batch.error !== null) throw new Error(batch.error);
        columns = batch.columns ?? columns;
        for (const values of batch.rows) yield rowOf(columns, values);
        if (ended) return;
        batch = await next('next', {});
      }
    } finally {
      waiting.delete(id);
      if (!ended) send('unread', { id });
    }
  }

  return {
    query: (connection: string, sql: string, params: Row = {}) =>
      read({ what: 'query', connection: String(connection), sql: String(sql), params }),
    inbox: {
      async files(folder = ''): Promise<Row[]> {
        return Array.fromAsync(read({ what: 'files', folder: String(folder) }));
      },
      rows: (path: string) => read({ what: 'file', path: String(path) }),
    },
    receive(frame: Frame): void {
      const batch = decodeJson<Batch>(frame);
      waiting.get(batch.id)?.(batch);
    },
  };
}

function rowOf(columns: readonly string[], values: readonly unknown[]): Row {
  const row: Row = {};
  for (const [at, name] of columns.entries()) row[name] = plainCell(values[at]);
  return row;
}

function plainCell(cell: unknown): unknown {
  if (typeof cell !== 'object' || cell === null) return cell;
  const { $integer, $decimal, $json } = cell as { $integer?: string; $decimal?: string; $json?: string };
  if ($integer !== undefined) return BigInt($integer);
  return $decimal === undefined ? JSON.parse(String($json)) : new Decimal($decimal);
}
