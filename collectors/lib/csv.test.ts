import { expect, test } from 'vitest';
import { createCsvReader, csvRecords } from './csv.ts';

function recordsOf(text: string, size: number, delimiter?: string): string[][] {
  const reader = createCsvReader(delimiter);
  const records: string[][] = [];
  for (let at = 0; at < text.length; at += size) records.push(...reader.push(text.slice(at, at + size)));
  return [...records, ...reader.end()];
}

const tricky = '\ufeffa,b,"c ""d"""\r\n1,"two\nlines, and more",\n\n"",x,y\r,,\n"last",1,2';

test.each([1, 2, 3, 5, 7, 1000])('CSV in pieces of %i characters gives the same records', (size) => {
  expect(recordsOf(tricky, size)).toEqual([
    ['a', 'b', 'c "d"'],
    ['1', 'two\nlines, and more', ''],
    ['', 'x', 'y'],
    ['', '', ''],
    ['last', '1', '2'],
  ]);
});

test.each([
  ['a;b\n1,5;2', ';'],
  ['a\tb\n1,5\t2', '\t'],
  ['a|b\n1,5|2', '|'],
])('the first line of %j tells the delimiter', (text) => {
  expect(recordsOf(text, 1000)).toEqual([
    ['a', 'b'],
    ['1,5', '2'],
  ]);
});

test.each([
  ['a,b\n"never closed,1', 'line 2'],
  ['a,b\n"x"y,1', 'Line 2'],
])('%j is refused with its line', (text, message) => {
  expect(() => recordsOf(text, 1000)).toThrow(message);
});

async function rowsOf(text: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for await (const some of csvRecords([text])) rows.push(...some);
  return rows;
}

test('names that are missing or repeated are told apart', async () => {
  expect(await rowsOf('a,,a\n1,2,3\n')).toEqual([{ a: '1', column_2: '2', a_2: '3' }]);
});

test('a record of another length is refused with its number, and an empty file gives nothing', async () => {
  await expect(rowsOf('a,b\n1,2\n3\n')).rejects.toThrow('Record 3 has 1 fields, the header has 2');
  expect(await rowsOf('')).toEqual([]);
  expect(await rowsOf('a,b\n')).toEqual([]);
});
