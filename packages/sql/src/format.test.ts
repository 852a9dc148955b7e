import { describe, expect, it, test } from 'vitest';
import { type Dialect, dialects } from './dialect.ts';
import { formatSql } from './format.ts';

describe.each(dialects)('formatting %s', (dialect) => {
  it('puts clauses on lines of their own, keywords in capitals, and names as they were', async () => {
    const sql =
      'select a.Name, sum(b.qty) as Total from Orders a join items b on b.oid = a.id where a.x > :lo';
    expect(await formatSql(sql, dialect)).toBe(
      [
        'SELECT',
        '  a.Name,',
        '  sum(b.qty) AS Total',
        'FROM',
        '  Orders a',
        '  JOIN items b ON b.oid = a.id',
        'WHERE',
        '  a.x > :lo',
      ].join('\n'),
    );
  });

  it('keeps comments, strings and Chinese names', async () => {
    const sql = "select 姓名, 'from  x -- no' /* why */ from 客户 -- the end\nwhere 城市 = '北京'";
    const formatted = await formatSql(sql, dialect);
    for (const kept of ['姓名', "'from  x -- no'", '/* why */', '-- the end', "'北京'"]) {
      expect(formatted).toContain(kept);
    }
    expect(formatted).toContain('FROM');
  });

  it('gives the same text when it formats its own work', async () => {
    const once = await formatSql('select 1 as a, case when x then 2 else 3 end from t order by 1', dialect);
    expect(await formatSql(once, dialect)).toBe(once);
  });

  it.each([
    ['an open string', "select 'abc"],
    ['an open comment', 'select /* abc'],
    ['no SQL', '你好，世界 ((('],
  ])('gives %s back unchanged', async (_name, sql) => {
    expect(await formatSql(sql, dialect)).toBe(sql);
  });
});

const tricky: [Dialect, string][] = [
  ['postgresql', "select a::date, b->>'k', c[1:2], d ~* 'x', -1-(-2), x=-1, $1, e'\\n', $$ q $$ from t"],
  ['postgresql', 'select * from t where a @> b and c ?| array[:x] and d #>> :y limit :n'],
  ['mysql', 'select `a b`, @v, "str", b->>"$.x", a <=> null from `t` where c like "%x" limit 5, 10'],
  ['sqlite', 'select "a b", [c d], `e`, ?1, @x, $y, :z from t where a == 1 and b is not null'],
  ['duckdb', "select {'a': 1, 'b': [1, 2]}, x -> x + 1, l[1:2:3], a::int // 2 from t"],
];

test.each(tricky)('in %s the text stays the same but for blanks and case: %s', async (dialect, sql) => {
  const formatted = await formatSql(sql, dialect);
  const bare = (text: string) => text.replace(/\s+/g, '').toLowerCase();
  expect(bare(formatted)).toBe(bare(sql));
  expect(formatted).toContain('FROM');
});

test('a long text is formatted too, and the caller goes on meanwhile', async () => {
  const columns = Array.from({ length: 4000 }, (_, index) => `a.column_${index}`).join(', ');
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const formatted = await formatSql(`select ${columns} from a`, 'postgresql');
  clearInterval(timer);
  expect(formatted).toContain('\n  a.column_3999\nFROM');
  expect(turns).toBeGreaterThan(3);
});
