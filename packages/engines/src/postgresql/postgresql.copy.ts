import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type pg from 'pg';
import type { FieldDef } from 'pg';
import { type CopyBytes, createCopyQueue } from '../copy-queue.ts';
import { interceptCopyData } from './postgresql.copy-frames.ts';
import { csvExpression } from './postgresql.csv-columns.ts';

/** The messages of the extended protocol, which pg's connection sends; not part of its published types. */
interface Wire extends EventEmitter {
  stream: Socket;
  parse(message: { text: string }): void;
  bind(message: object): void;
  describe(message: { type: 'S' | 'P'; name: string }): void;
  execute(message: object): void;
  sync(): void;
}

/** What pg hands a query that speaks for itself; not part of its published types. */
interface WireQuery {
  submit(wire: Wire): void;
  handleRowDescription(message: { fields: FieldDef[] }): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
  handleError(error: Error, wire: Wire): void;
}

const bufferBytes = 128 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

const ignore = () => {};

function submit(
  client: pg.Client,
  query: Partial<WireQuery> & Pick<WireQuery, 'submit' | 'handleError'>,
): void {
  const complete: WireQuery = {
    handleRowDescription: ignore,
    handleCommandComplete: ignore,
    handleReadyForQuery: ignore,
    ...query,
  };
  client.query(complete as unknown as pg.Submittable);
}

/** The columns that a statement would give, none where it gives no rows; the server refuses a second statement. */
export function describeStatement(client: pg.Client, sql: string): Promise<FieldDef[]> {
  return new Promise((resolve, reject) => {
    let fields: FieldDef[] = [];
    submit(client, {
      submit(wire) {
        wire.parse({ text: sql });
        wire.describe({ type: 'S', name: '' });
        wire.sync();
      },
      handleRowDescription(message) {
        fields = message.fields;
      },
      handleReadyForQuery: () => resolve(fields),
      handleError: reject,
    });
  });
}

/** Lines gathered into larger pieces, each line ended as CSV wants it. */
function createLineBuffer(onFull: (bytes: Buffer) => void) {
  let buffer = Buffer.allocUnsafe(bufferBytes);
  let from = 0;
  let used = 0;

  function take(): Buffer {
    const bytes = buffer.subarray(from, used);
    from = used;
    return bytes;
  }

  return {
    append(bytes: Buffer, start: number, end: number): void {
      // One more byte than that, for a line that ends here gets one.
      if (used + end - start + 1 > buffer.length) {
        if (used > from) onFull(take());
        buffer = Buffer.allocUnsafe(Math.max(bufferBytes, end - start + 1));
        from = 0;
        used = 0;
      }
      used += bytes.copy(buffer, used, start, end);
    },
    /** PostgreSQL ends lines in LF. */
    endLine(): void {
      buffer[used - 1] = carriageReturn;
      buffer[used] = lineFeed;
      used += 1;
    },
    /** What was added and not yet given. */
    take,
  };
}

/** Runs `COPY … TO STDOUT`; resolves once the server begins to send, rejects when it refuses to. */
export async function startCopy(client: pg.Client, sql: string): Promise<CopyBytes> {
  const begun = Promise.withResolvers<void>();
  let stream: Socket | null = null;
  let release = ignore;
  const lines = createLineBuffer((bytes) => queue.push(bytes));
  const queue = createCopyQueue({ stream: () => stream, take: lines.take });
  const endLine = () => {
    lines.endLine();
    queue.countRow();
  };
  submit(client, {
    submit(wire) {
      stream = wire.stream;
      release = interceptCopyData(wire.stream, { append: lines.append, endLine });
      wire.once('copyOutResponse', begun.resolve);
      wire.parse({ text: sql });
      wire.bind({});
      wire.execute({});
      wire.sync();
    },
    handleReadyForQuery() {
      release();
      queue.finish(null);
    },
    handleError(error, wire) {
      release();
      wire.removeListener('copyOutResponse', begun.resolve);
      begun.reject(error);
      queue.finish(error);
    },
  });
  await begun.promise;
  return queue;
}

/** A statement as COPY, with each column shown as our own CSV shows it. */
export function copyText(sql: string, fields: readonly FieldDef[]): string {
  const names = fields.map((_, index) => `c${index + 1}`);
  const shown = fields.map((field, index) => csvExpression(field, `c${index + 1}`));
  return [
    'COPY (SELECT',
    shown.join(', '),
    'FROM (',
    sql.trimEnd().replace(/;$/, ''),
    // On a line of its own, for the statement may end in a comment.
    `\n) AS q (${names.join(', ')})) TO STDOUT WITH (FORMAT csv)`,
  ].join(' ');
}
