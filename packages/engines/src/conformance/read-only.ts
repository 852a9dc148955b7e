import { describe, expect } from 'vitest';
import type { Database } from '../engine.ts';
import { readRows, type Trial, trialContext } from './trial.ts';
import { openWire } from './wire.ts';

/** How a database takes a statement that writes: the code of its refusal, or `ran`. */
export async function answerToWrite(database: Database, sql: string): Promise<string> {
  try {
    await readRows(database, sql);
    return 'ran';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function rewriter(weakened: [string, string][]): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const said = weakened.reduce((text, [from, to]) => text.replaceAll(from, to), bytes.toString('latin1'));
    return Buffer.from(said, 'latin1');
  };
}

/** Writes are refused by the session itself, and this suite would notice one that lets them through. */
export function tryReadOnly({ engine, database, spec, fixture }: Trial): void {
  describe('refuses to write by itself, with no guard before it:', () => {
    for (const sql of fixture.writes) {
      spec(sql, async () => {
        expect(await answerToWrite(database(), sql)).toBe('read_only');
      });
    }

    const { weakened } = fixture;
    if (!weakened) return;
    spec('and a session that was made writable on the way is noticed', async () => {
      const own = await fixture.prepare();
      if ('missing' in own) throw new Error(own.missing);
      const wire = await openWire(own.settings, rewriter(weakened));
      const writable = await engine.open({ ...own.settings, ...wire.change }, trialContext);
      try {
        const answers: string[] = [];
        for (const sql of fixture.writes) answers.push(await answerToWrite(writable, sql));
        expect(answers).toContain('ran');
      } finally {
        await writable.close();
        wire.close();
        await own.drop();
      }
    });
  });
}
