import { expect, test } from 'vitest';
import { uniqueColumns } from './column-names.ts';

test('repeated and empty names become unique without taking a name that is there', () => {
  const columns = ['a', 'a', 'a_2', '', '', 'a'].map((name) => ({ name, type: '', kind: 'other' as const }));
  expect(uniqueColumns(columns).map((column) => column.name)).toEqual([
    'a',
    'a_3',
    'a_2',
    'column_4',
    'column_5',
    'a_4',
  ]);
});
