import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Text } from '@sextant/contract/text';
import { z } from 'zod';
import { AppError } from '../../../platform/errors/app-error.ts';
import { encodeJson } from './frames.ts';

const readRequestSchema = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('query'),
    connection: z.string().max(200),
    sql: z.string().max(200_000),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
  z.object({ what: z.literal('files'), folder: z.string().max(1000) }),
  z.object({ what: z.literal('file'), path: z.string().max(1000) }),
]);
/** What a script asks to read: rows of a connection, which files the inbox has, or the rows of one of them. */
export type ReadRequest = z.infer<typeof readRequestSchema>;

export const readOrderSchema = z.object({ id: z.number().int().min(0) }).and(readRequestSchema);

/** Rows with what their columns hold; a change of columns begins a new part. */
export interface ReadPart {
  columns: readonly ResultColumn[];
  batches: AsyncIterable<Cell[][]>;
}

/** Reads for one run, with the rights of whom it runs for. Rejects, as its parts do, with an `AppError`. */
export type ScriptReader = (request: ReadRequest, signal: AbortSignal) => AsyncIterable<ReadPart>;

interface Batch {
  columns: readonly ResultColumn[];
  isFirst: boolean;
  rows: Cell[][];
}

const atOnce = 4;

/** Answers a script's reads, each batch when it is asked for. */
export function createScriptReads(deps: {
  reader?: ScriptReader | undefined;
  send: (frame: Buffer) => Promise<void>;
}) {
  const { reader, send } = deps;
  const running = new Map<number, { abort: AbortController; batches: AsyncGenerator<Batch> }>();
  /** What readers were told in English, as people are told it. */
  const told = new Map<string, Text>();

  async function next(id: number): Promise<void> {
    const one = running.get(id);
    if (!one) return;
    const { done, value } = await one.batches.next();
    if (done) {
      running.delete(id);
      await send(encodeJson('batch', { id, columns: null, rows: [], done: true, error: null }));
      return;
    }
    const { columns, isFirst, rows } = value;
    await send(
      encodeJson('batch', {
        id,
        columns: isFirst ? columns.map(({ name }) => name) : null,
        rows: rows.map((row) => row.map((cell, at) => wireCell(columns[at], cell))),
        done: false,
        error: null,
      }),
    );
  }

  async function answer(id: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      running.delete(id);
      await send(encodeJson('batch', { id, columns: null, rows: [], done: true, error: keepReason(error) }));
    }
  }

  function keepReason(error: unknown): string {
    if (!(error instanceof AppError)) return error instanceof Error ? error.message : String(error);
    told.set(error.text.en, error.text);
    return error.text.en;
  }

  return {
    start: ({ id, ...request }: { id: number } & ReadRequest): Promise<void> =>
      answer(id, async () => {
        if (!reader)
          throw new Error('Nothing can be read here: connections and the inbox are there for executions');
        if (running.size >= atOnce)
          throw new Error(`More than ${atOnce} reads at once; read one to its end first`);
        const abort = new AbortController();
        running.set(id, { abort, batches: batchesOf(reader(request, abort.signal)) });
        await next(id);
      }),

    next: (id: number): Promise<void> => answer(id, () => next(id)),

    stop(id: number): void {
      const one = running.get(id);
      running.delete(id);
      if (one) end(one);
    },

    stopAll(): void {
      for (const one of running.values()) end(one);
      running.clear();
    },

    /** A failure in both languages, where a script let through what it was told here. */
    textOf(message: string): Text | null {
      const text = told.get(message) ?? told.get(message.replace(/^\w+: /, ''));
      return text ?? null;
    },
  };
}

function end({ abort, batches }: { abort: AbortController; batches: AsyncGenerator<Batch> }): void {
  abort.abort();
  batches.return(undefined).catch(() => undefined);
}

async function* batchesOf(parts: AsyncIterable<ReadPart>): AsyncGenerator<Batch> {
  for await (const { columns, batches } of parts) {
    let isFirst = true;
    for await (const rows of batches) {
      yield { columns, isFirst, rows };
      isFirst = false;
    }
  }
}

/** A value as it travels: what a double or a text would not tell is marked. */
function wireCell(column: ResultColumn | undefined, cell: Cell): unknown {
  if (cell === null || column === undefined) return cell;
  switch (column.kind) {
    case 'integer':
      return typeof cell === 'string' && /^-?\d+$/.test(cell) ? { $integer: cell } : cell;
    case 'number':
      return numberCell(column.type, cell);
    case 'json':
      return { $json: typeof cell === 'string' ? cell : JSON.stringify(cell) };
    default:
      return cell;
  }
}

function numberCell(type: string, cell: string | number | boolean): unknown {
  if (!/dec|num|money/i.test(type)) {
    // JSON has no NaN and no infinity; a table has neither.
    return typeof cell === 'string' && !Number.isFinite(Number(cell)) ? null : cell;
  }
  const text = typeof cell === 'number' && /e/.test(String(cell)) ? cell.toFixed(18) : String(cell);
  return /^-?\d+(\.\d+)?$/.test(text) ? { $decimal: text } : null;
}
