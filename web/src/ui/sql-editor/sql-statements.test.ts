import { MySQL, PostgreSQL } from '@codemirror/lang-sql';
import { expect, test } from 'vitest';
import { statementAt, statementsIn } from './sql-statements.ts';
import { parametersIn } from './sql-tokens.ts';

test('semicolons in texts, comments and dollar quotes end no statement', () => {
  const text = "select ';' as a; -- one; two\nselect /* ; */ 订单.id from 订单;\n;select $$a;b$$";
  expect(statementsIn(text, PostgreSQL).map(({ sql }) => sql)).toEqual([
    "select ';' as a",
    'select /* ; */ 订单.id from 订单',
    'select $$a;b$$',
  ]);
  for (const { sql, from, to } of statementsIn(text, PostgreSQL)) expect(text.slice(from, to)).toBe(sql);
});

test('the statement at the cursor is the one it stands in or behind', () => {
  const text = 'select 1;\n\nselect 2;\n';
  const all = statementsIn(text, MySQL);
  const at = (cursor: number) => statementAt(all, cursor)?.sql;
  expect([at(0), at(8), at(9), at(11), at(text.length)]).toEqual([
    'select 1',
    'select 1',
    'select 1',
    'select 2',
    'select 2',
  ]);
  expect(statementAt(statementsIn('  ', MySQL), 1)).toBeNull();
});

test('parameters are found outside texts, comments and casts', () => {
  const text =
    "select x::int, ':no', a[1:n] -- :no\n from t where city = :城市 and d between :from_date and :to and :from_date";
  expect(parametersIn(text, PostgreSQL)).toEqual(['城市', 'from_date', 'to']);
  expect(parametersIn('select @a := :b', MySQL)).toEqual(['b']);
});
