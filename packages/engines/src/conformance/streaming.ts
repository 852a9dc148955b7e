import { describe, expect } from 'vitest';
import {
  collectGarbage,
  heldSince,
  megabyte,
  readRows,
  rowsInLargeResult,
  type Trial,
  until,
  usedMemory,
} from './trial.ts';

/** Large results, caps, and the pace of the reader. */
export function tryStreaming({ database, spec, fixture }: Trial): void {
  describe('streams', () => {
    spec('a large result with flat memory at the pace of a slow reader', async () => {
      const stream = await database().query(fixture.manyRows(rowsInLargeResult));
      const before = usedMemory();
      let rows = 0;
      let growth = 0;
      let first = true;
      for await (const batch of stream.batches) {
        rows += batch.length;
        if (first) await new Promise((resolve) => setTimeout(resolve, 300));
        first = false;
        growth = Math.max(growth, heldSince(before));
      }
      expect(rows).toBe(rowsInLargeResult);
      expect(growth).toBeLessThan(80 * megabyte);
      expect(stream.truncatedBy()).toBeNull();
    });

    spec('a large result as CSV of its own making, with flat memory as well', async () => {
      const csv = await database().copyCsv?.(fixture.manyRows(rowsInLargeResult));
      if (!csv) return;
      const before = usedMemory();
      let growth = 0;
      let lines = 0;
      for await (const chunk of csv.chunks) {
        for (const byte of chunk) if (byte === 10) lines += 1;
        if (lines === 1) await new Promise((resolve) => setTimeout(resolve, 300));
        growth = Math.max(growth, heldSince(before));
      }
      expect(lines).toBe(rowsInLargeResult + 1);
      expect(csv.rowsCount()).toBe(rowsInLargeResult);
      expect(growth).toBeLessThan(80 * megabyte);
    });

    spec('one huge cell, and gives the memory back', async () => {
      if (!fixture.hugeCell) return;
      const { sql, millions } = fixture.hugeCell;
      collectGarbage();
      const before = usedMemory();
      const cellLength = async () => {
        const [[cell] = []] = await readRows(database(), sql);
        return String(cell).length;
      };
      expect(await cellLength()).toBe(millions * 1e6);
      await readRows(database(), 'SELECT 1');
      await until(async () => {
        collectGarbage();
        return usedMemory() - before < 10 * megabyte;
      }, 10_000);
    });

    spec('after a statement of five megabytes', async () => {
      const long = ['SELECT 1 /*', 'x'.repeat(5e6), '*/'].join(' ');
      const answer = await readRows(database(), long).catch((error: Error) => error);
      if (answer instanceof Error) expect(answer).toMatchObject({ name: 'EngineError' });
      else expect(answer).toEqual([[1]]);
      expect(await readRows(database(), 'SELECT 1')).toEqual([[1]]);
    });

    spec('up to the cap on rows, and says so', async () => {
      for (const maxRows of [1, 7, 32, 500]) {
        const capped = await database().query(fixture.manyRows(600), { maxRows });
        expect((await Array.fromAsync(capped.batches)).flat()).toHaveLength(maxRows);
        expect(capped.truncatedBy()).toBe('rows');
      }
      const whole = await database().query(fixture.manyRows(500), { maxRows: 500 });
      expect((await Array.fromAsync(whole.batches)).flat()).toHaveLength(500);
      expect(whole.truncatedBy()).toBeNull();
    });

    spec('up to the cap on bytes, and says so', async () => {
      const stream = await database().query(fixture.manyRows(100_000), { maxBytes: 2 * megabyte });
      const rows = (await Array.fromAsync(stream.batches)).flat();
      expect(stream.truncatedBy()).toBe('bytes');
      expect(rows.length * 400).toBeGreaterThan(1.8 * megabyte);
      expect(rows.length * 400).toBeLessThan(2.6 * megabyte);
    });

    spec('and leaves the event loop free meanwhile', async () => {
      let longest = 0;
      let last = performance.now();
      const timer = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 5);
      await readRows(database(), fixture.endless, { timeoutMs: 300 }).catch(() => {});
      clearInterval(timer);
      expect(longest).toBeLessThan(250);
    });
  });
}
