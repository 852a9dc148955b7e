import { describe, expect } from 'vitest';
import { readRows, rowsInLargeResult, type Trial, until } from './trial.ts';

/** Time limits, cancel, and sessions that are lost. */
export function tryStopping({ engine, prepared, database, open, spec, fixture }: Trial): void {
  describe('stops', () => {
    spec('at the time limit, with code timeout', async () => {
      const startedAt = performance.now();
      await expect(readRows(database(), fixture.endless, { timeoutMs: 300 })).rejects.toMatchObject({
        code: 'timeout',
        hint: { zh: expect.any(String) },
      });
      expect(performance.now() - startedAt).toBeLessThan(2000);
    });

    spec('on the server within a second of an abort, with code cancelled', async () => {
      const marker = `stop_${process.pid}_${Math.round(performance.now())}`;
      const abort = new AbortController();
      const running = readRows(database(), `${fixture.endless} /* ${marker} */`, { signal: abort.signal });
      running.catch(() => {});
      if (prepared().countRunning) {
        await until(async () => (await prepared().countRunning?.(marker)) === 1, 5000);
      } else await new Promise((resolve) => setTimeout(resolve, 300));
      const abortedAt = performance.now();
      abort.abort();
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
      expect(performance.now() - abortedAt).toBeLessThan(1000);
      await until(async () => ((await prepared().countRunning?.(marker)) ?? 0) === 0, 1000);
    });

    spec('when the reader goes away, and frees the session', async () => {
      const narrow = await open({ maxSessions: 1 });
      try {
        for await (const batch of (await narrow.query(fixture.manyRows(rowsInLargeResult))).batches) {
          expect(batch.length).toBeGreaterThan(0);
          break;
        }
        const unread = await narrow.query(fixture.manyRows(1000));
        await unread.batches[Symbol.asyncIterator]().return?.();
        expect(await readRows(narrow, 'SELECT 1')).toEqual([[1]]);
      } finally {
        await narrow.close();
      }
    });

    spec('waiting in line when the caller has gone', async () => {
      const narrow = await open({ maxSessions: 1 });
      try {
        const first = await narrow.query(fixture.manyRows(100));
        const abort = new AbortController();
        const second = narrow.query('SELECT 1', { signal: abort.signal });
        abort.abort();
        await expect(second).rejects.toMatchObject({ code: 'cancelled' });
        await Array.fromAsync(first.batches);
        expect(await readRows(narrow, 'SELECT 1')).toEqual([[1]]);
      } finally {
        await narrow.close();
      }
    });

    spec(
      'many statements in a row, and goes on as before',
      async () => {
        // A profile shares its wire with an engine that is tried in full.
        const cancels = engine.features.file || fixture.profile ? 30 : 200;
        const marker = `often_${process.pid}_${Math.round(performance.now())}`;
        const busy = await open({ maxSessions: 4 });
        let started = 0;
        const cancelInTurn = async () => {
          while (started < cancels) {
            started += 1;
            const abort = new AbortController();
            setTimeout(() => abort.abort(), started % 20);
            const running = readRows(busy, `${fixture.endless} /* ${marker} */`, { signal: abort.signal });
            await expect(running).rejects.toMatchObject({ code: 'cancelled' });
          }
        };
        try {
          await Promise.all(Array.from({ length: 4 }, cancelInTurn));
          const after = await Promise.all([1, 2, 3, 4].map(() => readRows(busy, 'SELECT 1')));
          expect(after).toEqual([[[1]], [[1]], [[1]], [[1]]]);
          await until(async () => ((await prepared().countRunning?.(marker)) ?? 0) === 0, 2000);
        } finally {
          await busy.close();
        }
      },
      90_000,
    );

    spec('with code lost when the server cuts the session, and goes on with a new one', async () => {
      if (!prepared().killSessions) return;
      const stream = await database().query(fixture.manyRows(rowsInLargeResult));
      const iterator = stream.batches[Symbol.asyncIterator]();
      await iterator.next();
      await prepared().killSessions?.();
      const rest = async () => {
        while (!(await iterator.next()).done);
      };
      await expect(rest()).rejects.toMatchObject({ code: 'lost' });
      expect(await readRows(database(), 'SELECT 1')).toEqual([[1]]);
      await prepared().killSessions?.();
      expect(await readRows(database(), 'SELECT 1')).toEqual([[1]]);
    });
  });
}
