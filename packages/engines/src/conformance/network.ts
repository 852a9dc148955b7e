import { describe, expect } from 'vitest';
import type { Database } from '../engine.ts';
import { readRows, rowsInLargeResult, type Trial } from './trial.ts';
import { openWire, type Wire } from './wire.ts';

/** What a network does to a running statement; a profile has the wire of the engine it is one of. */
export function tryNetwork({ engine, prepared, open, spec, fixture }: Trial): void {
  if (engine.features.file || fixture.profile) return;

  async function overWire(work: (database: Database, wire: Wire) => Promise<void>): Promise<void> {
    const wire = await openWire(prepared().settings);
    const database = await open({ connectTimeoutMs: 2000 }, wire.change);
    try {
      await work(database, wire);
    } finally {
      wire.close();
      await database.close();
    }
  }

  describe('bears with a network', () => {
    spec('whose server stops answering in the middle of a statement', () =>
      overWire(async (database, wire) => {
        const stream = await database.query(fixture.manyRows(rowsInLargeResult), { timeoutMs: 800 });
        wire.freeze();
        await expect(Array.fromAsync(stream.batches)).rejects.toMatchObject({ code: 'timeout' });
        wire.thaw();
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
      }),
    );

    spec('that is silent while the caller goes away', () =>
      overWire(async (database, wire) => {
        await readRows(database, 'SELECT 1');
        const abort = new AbortController();
        const stream = await database.query(fixture.manyRows(rowsInLargeResult), { signal: abort.signal });
        wire.freeze();
        const rest = Array.fromAsync(stream.batches);
        rest.catch(() => {});
        const abortedAt = performance.now();
        abort.abort();
        await expect(rest).rejects.toMatchObject({ code: 'cancelled' });
        expect(performance.now() - abortedAt).toBeLessThan(5000);
        wire.thaw();
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
      }),
    );

    spec('that breaks in the middle of a result', () =>
      overWire(async (database, wire) => {
        const stream = await database.query(fixture.manyRows(rowsInLargeResult));
        const iterator = stream.batches[Symbol.asyncIterator]();
        await iterator.next();
        wire.cut();
        const rest = async () => {
          while (!(await iterator.next()).done);
        };
        await expect(rest()).rejects.toMatchObject({ code: 'lost' });
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
      }),
    );

    spec('that breaks in the middle of its own CSV', () =>
      overWire(async (database, wire) => {
        const csv = await database.copyCsv?.(fixture.manyRows(rowsInLargeResult));
        if (!csv) return;
        const iterator = csv.chunks[Symbol.asyncIterator]();
        await iterator.next();
        wire.cut();
        const rest = async () => {
          while (!(await iterator.next()).done);
        };
        await expect(rest()).rejects.toMatchObject({ code: 'lost' });
        expect(await readRows(database, 'SELECT 1')).toEqual([[1]]);
      }),
    );
  });
}
