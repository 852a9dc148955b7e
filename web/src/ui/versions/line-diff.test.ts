import { expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

const marks = { same: ' ', added: '+', removed: '-' };
const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => marks[kind] + text);

test('only the lines that changed are marked', () => {
  expect(shown('select a\nfrom t\nwhere x', 'select a, b\nfrom t\nwhere x\nlimit 5')).toEqual([
    '-select a',
    '+select a, b',
    ' from t',
    ' where x',
    '+limit 5',
  ]);
  expect(shown('same', 'same')).toEqual([' same']);
});

test('a line that moved keeps the rest in place', () => {
  expect(shown('a\nb\nc\nd', 'b\nc\na\nd')).toEqual(['-a', ' b', ' c', '+a', ' d']);
});

test('whatever is compared, both texts can be read out of it', () => {
  const texts = [
    '',
    'x',
    'x\n\ny',
    '\n\n',
    'a\nb\na\nb',
    Array.from({ length: 3000 }, (_, at) => at).join('\n'),
  ];
  for (const before of texts) {
    for (const after of texts) {
      const lines = diffLines(before, after);
      const side = (gone: string) => lines.filter(({ kind }) => kind !== gone).map(({ text }) => text);
      expect(side('added').join('\n')).toBe(before);
      expect(side('removed').join('\n')).toBe(after);
    }
  }
});
