import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('work beyond the limit waits its turn, in order, also after a failure', async () => {
  const inTurn = createTurns(2);
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const start = (name: string) => {
    ends.set(name, Promise.withResolvers<void>());
    return inTurn(() => {
      begun.push(name);
      return ends.get(name)?.promise ?? Promise.resolve();
    });
  };
  const works = ['a', 'b', 'c', 'd'].map(start);
  await nextTick();
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')?.reject(new Error('broken file'));
  await expect(works[1]).rejects.toThrow('broken file');
  await nextTick();
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('a')?.resolve();
  ends.get('c')?.resolve();
  await nextTick();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  ends.get('d')?.resolve();
  await Promise.all([works[0], works[2], works[3]]);
  const last = start('e');
  ends.get('e')?.resolve();
  await last;
  expect(begun.at(-1)).toBe('e');
});
