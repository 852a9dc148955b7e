import { describe, expect, it } from 'vitest';
import { clickhouseReads } from './clickhouse.cases.testing.ts';
import { type Dialect, dialects } from './dialect.ts';
import { guard } from './guard.ts';
import { oracleReads } from './oracle.cases.testing.ts';
import { tsqlReads } from './tsql.cases.testing.ts';

const everywhere = [
  'SELECT 1',
  'select a, b from ledger;',
  "SELECT count(*) AS 数量, sum(金额) AS 合计 FROM 订单 WHERE 状态 = '已付款；DROP TABLE 订单' GROUP BY 客户 HAVING count(*) > 3 ORDER BY 2 DESC",
  "SELECT 'it''s; DELETE FROM ledger -- no' AS note",
  'SELECT a /* DROP TABLE ledger; */ FROM ledger -- UPDATE ledger',
  "SELECT CASE WHEN a > 1 THEN 'insert' WHEN a IS NULL THEN 'update' ELSE 'delete' END FROM ledger",
  'SELECT l.a, c.name FROM ledger AS l LEFT JOIN customers c ON c.id = l.customer_id AND NOT c.deleted INNER JOIN regions USING (region_id)',
  'SELECT a FROM ledger WHERE a IN (SELECT id FROM customers WHERE EXISTS (SELECT 1 FROM regions r WHERE r.id = customers.region_id))',
  'WITH monthly AS (SELECT month, sum(amount) AS total FROM ledger GROUP BY month), best AS (SELECT max(total) AS highest FROM monthly) SELECT month FROM monthly, best WHERE total = highest',
  'SELECT month, total, total - lag(total, 1) OVER (ORDER BY month) AS growth, rank() OVER w FROM monthly WINDOW w AS (PARTITION BY year ORDER BY total DESC ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)',
  'SELECT a FROM ledger UNION ALL (SELECT b FROM archive) ORDER BY 1',
  "SELECT a FROM t WHERE a BETWEEN 1 AND 5 AND b NOT LIKE 'x%' OR c NOT IN (1, 2, -3)",
  'SELECT CAST(a AS DECIMAL(10, 2)), coalesce(a, 0), round(avg(b), 2) FROM ledger',
  'SELECT count(DISTINCT a), min(b) - max(c) * 2 / 3 FROM ledger',
  'SELECT * FROM (SELECT a FROM ledger) AS s, (SELECT 1 AS x) AS o',
];

/** Where rows are limited by LIMIT, recursion says RECURSIVE, and EXPLAIN only tells. */
const elsewhere = [
  'SELECT count(*) AS 数量 FROM 订单 GROUP BY 客户 HAVING count(*) > 3 ORDER BY 1 DESC LIMIT 10 OFFSET 5',
  'SELECT a FROM ledger UNION ALL (SELECT b FROM archive ORDER BY b LIMIT 3) ORDER BY 1',
  'WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 7) SELECT n FROM days',
  'EXPLAIN SELECT a FROM ledger',
];

function readsOf(dialect: Dialect): string[] {
  const own = dialect === 'tsql' || dialect === 'oracle';
  return [...everywhere, ...(own ? [] : elsewhere), ...reads[dialect]];
}

const reads: Record<Dialect, readonly string[]> = {
  postgresql: [
    "SELECT date_trunc('month', ordered_at) AS 月份, sum(amount) FILTER (WHERE paid) FROM orders WHERE ordered_at >= now() - interval '90 days' GROUP BY 1",
    'SELECT DISTINCT ON (customer_id) customer_id, ordered_at::date FROM orders ORDER BY customer_id, ordered_at DESC',
    "SELECT doc -> 'a' ->> 'b', doc #>> '{a,0}', doc @> '{\"k\": 1}' FROM events, jsonb_array_elements(doc -> 'items') AS item",
    'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount), array_agg(id ORDER BY id) FROM orders',
    'SELECT * FROM orders o CROSS JOIN LATERAL (SELECT * FROM items i WHERE i.order_id = o.id LIMIT 3) AS x',
    "SELECT extract(dow FROM ordered_at), to_char(amount, 'FM999,999.00'), string_agg(name, '、') FROM orders GROUP BY ROLLUP (1, 2)",
    "SELECT regexp_replace(name, '\\s+', ' ', 'g') ~* 'abc', split_part(path, '\\', 1) FROM files",
    "SELECT 'orders'::regclass, pg_get_viewdef('v'), (address).city FROM customers",
    "SELECT generate_series('2024-01-01'::date, now(), '1 day'), $$it's; fine$$, E'a\\'b'",
    'SELECT grouping(a), a FROM ledger GROUP BY GROUPING SETS ((a), ()) FETCH FIRST 5 ROWS ONLY',
    "SELECT to_tsvector('simple', body) @@ plainto_tsquery('x') FROM posts",
    'VALUES (1, 2), (3, 4)',
    'SELECT lineorder.lo_revenue, pg_catalog.pg_class.relname FROM lineorder, pg_catalog.pg_class',
    'TABLE ledger',
    'SHOW server_version',
    'EXPLAIN (VERBOSE, COSTS off, FORMAT json) SELECT a FROM ledger',
    "SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_catalog.pg_class WHERE relkind = 'r'",
  ],
  mysql: [
    "SELECT DATE_FORMAT(下单时间, '%Y-%m') AS 月份, SUM(`金额`) FROM `订单` WHERE 下单时间 >= DATE_SUB(CURDATE(), INTERVAL 3 MONTH) GROUP BY 月份 WITH ROLLUP",
    "SELECT GROUP_CONCAT(DISTINCT name ORDER BY name DESC SEPARATOR '、'), IF(a > 1, 'yes', \"no\") FROM ledger",
    "SELECT doc->>'$.a', JSON_EXTRACT(doc, '$.b'), 5 MEMBER OF(doc->'$.ids') FROM events",
    "SELECT a DIV 2, a MOD 2, a <=> NULL, !a, a XOR b, a REGEXP '^x' FROM ledger LIMIT 5, 10",
    'SELECT * FROM ledger USE INDEX (by_month) STRAIGHT_JOIN customers FORCE INDEX FOR JOIN (PRIMARY) ON 1',
    "SELECT 'O\\'Brien', 'a\\\\', \"it's\", N'中文', _utf8mb4'x', 0x41, DATE '2024-01-01'",
    "SELECT MATCH (title, body) AGAINST ('+数据' IN BOOLEAN MODE) AS score FROM posts",
    "SELECT TIMESTAMPDIFF(MONTH, a, b), EXTRACT(YEAR_MONTH FROM a), CONVERT(c, CHAR(10)), CONVERT(c USING utf8mb4), TRIM(LEADING '0' FROM c) FROM t",
    "SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (id FOR ORDINALITY, v INT PATH '$')) AS j",
    'SELECT SQL_CALC_FOUND_ROWS @@version, @shown, BINARY a = b FROM ledger # note',
    "SELECT YEAR(a), LEFT(b, 2), REPLACE(c, ';', ''), INSERT(c, 1, 2, 'x') FROM dual",
    'SHOW FULL COLUMNS FROM ledger FROM shop',
    "SHOW TABLES LIKE 'led%'",
    'SHOW CREATE TABLE ledger',
    'DESCRIBE ledger amount',
    'EXPLAIN FORMAT=JSON SELECT 1',
    'TABLE ledger ORDER BY a LIMIT 3',
  ],
  sqlite: [
    "SELECT strftime('%Y-%m', 下单时间) AS 月份, total(金额) FROM 订单 WHERE 下单时间 >= date('now', '-30 day') GROUP BY 月份",
    "SELECT group_concat(name, '、') FILTER (WHERE name GLOB 'a*'), iif(a, 1, 0), a || b ->> '$.x' FROM ledger",
    'SELECT [a b], "delete", `c`, x.rowid FROM ledger x NOT INDEXED WHERE a ISNULL OR b NOT NULL OR c IS NOT DISTINCT FROM 3',
    "SELECT key, value FROM json_each('[1]') WHERE value NOT IN other",
    "SELECT name FROM pragma_table_info('ledger')",
    "SELECT a COLLATE NOCASE, cast(a AS unsigned big int), x'0aff', 0x1f, :name, ?1 FROM ledger LIMIT 5, 2",
    'SELECT sql FROM sqlite_master',
    'EXPLAIN QUERY PLAN SELECT a FROM ledger',
    'PRAGMA table_info(ledger)',
    'VALUES (1, 2), (3, 4)',
    'SELECT YEAR(a) FROM ledger',
  ],
  duckdb: [
    "FROM 订单 SELECT date_trunc('month', 下单时间) AS 月份, sum(金额) GROUP BY ALL ORDER BY ALL",
    "SELECT * EXCLUDE (a) REPLACE (b + 1 AS b), COLUMNS('^x'), t.* FROM ledger t QUALIFY row_number() OVER (PARTITION BY a ORDER BY b) = 1",
    "SELECT list_transform([1, 2], x -> x + 1), [x * 2 FOR x IN list_value(1, 2) IF x > 1], {'a': 1, b: [2]}, MAP {'k': 1}['k'], s[1:2]",
    "SELECT 'abc'.upper().left(2), amount::DECIMAL(10, 2), tags::VARCHAR[], st::STRUCT(a INT, b VARCHAR[]), total: 1 FROM ledger",
    'PIVOT ledger ON year IN (2023, 2024) USING sum(amount) AS total GROUP BY region',
    'UNPIVOT ledger ON jan, feb INTO NAME month VALUE amount',
    'SELECT * FROM ledger PIVOT (sum(amount) FOR year IN (2023, 2024) GROUP BY region)',
    'SELECT * FROM a ASOF JOIN b ON a.t >= b.t POSITIONAL JOIN c',
    'SELECT * FROM range(10) AS r(n) USING SAMPLE 10%',
    "SELECT quantile_cont(amount, 0.5), arg_max(name, amount), INTERVAL 3 DAY, DATE '2024-01-01', 7 // 2 FROM ledger LIMIT 10 %",
    'SELECT unnest([1, 2]), list_filter([1], lambda v: v > 0) FROM ledger GROUP BY ROLLUP (a, b)',
    'SUMMARIZE ledger',
    'DESCRIBE SELECT * FROM ledger',
    'SHOW TABLES',
    'SELECT * FROM (DESCRIBE ledger)',
    'SELECT * FROM duckdb_tables()',
    'VALUES (1), (2)',
  ],
  clickhouse: clickhouseReads,
  tsql: tsqlReads,
  oracle: oracleReads,
};

describe.each(dialects)('the guard for %s', (dialect) => {
  it.each(readsOf(dialect))('allows %s', async (sql) => {
    expect(await guard(sql, dialect)).toMatchObject({ allow: true });
  });

  it.each(readsOf(dialect))('allows no second or writing part around %s', async (sql) => {
    const statement = sql.replace(/;$/, '').replace(/(?:--|#)[^\n]*$/, '');
    const variants = [
      `${statement}; DROP TABLE ledger`,
      `${statement}\n;\n-- then\nDELETE FROM ledger`,
      `DELETE FROM ledger; ${statement}`,
      `CREATE TABLE stolen AS ${statement}`,
      `INSERT INTO ledger ${statement}`,
      `WITH gone AS (DELETE FROM ledger RETURNING *) ${statement}`,
      `EXPLAIN ANALYZE ${statement}`,
      `${statement} INTO OUTFILE '/tmp/x'`,
      `${statement} FOR UPDATE`,
    ];
    for (const variant of variants)
      expect(await guard(variant, dialect), variant).toMatchObject({ allow: false });
  });
});

describe('the tables of an allowed statement', () => {
  async function tables(sql: string, dialect: Dialect): Promise<string[]> {
    const verdict = await guard(sql, dialect);
    if (!verdict.allow) throw new Error(`${dialect} refused ${sql}: ${verdict.reason.en}`);
    return verdict.tables.map(({ schema, name }) => (schema === null ? name : `${schema}.${name}`)).sort();
  }

  it.each(dialects)('are named once each, with their schema and without quotes, in %s', async (dialect) => {
    const quote = dialect === 'mysql' ? '`' : '"';
    const sql = `SELECT * FROM ${quote}订单${quote} o JOIN shop.items ON 1 = 1 WHERE a IN (SELECT b FROM 客户) AND c = (SELECT max(d) FROM shop.items)`;
    expect(await tables(sql, dialect)).toEqual(['shop.items', '客户', '订单'].sort());
  });

  it.each(dialects)(
    'leave out common table expressions only where these are visible, in %s',
    async (dialect) => {
      const sql =
        'SELECT * FROM (WITH secret AS (SELECT a FROM plain) SELECT * FROM secret) x, secret AS y, shop.plain';
      expect(await tables(sql, dialect)).toEqual(['plain', 'secret', 'shop.plain']);
    },
  );

  it.each(['postgresql', 'mysql', 'duckdb'] as const)(
    'hold the table that a common table expression of the same name reads, in %s',
    async (dialect) => {
      expect(await tables('WITH users AS (SELECT * FROM users) SELECT * FROM users', dialect)).toEqual([
        'users',
      ]);
    },
  );

  it('tell names apart by capitals where the database does', async () => {
    expect(await tables('WITH a AS (SELECT 1) SELECT * FROM A', 'mysql')).toEqual(['A']);
    expect(await tables('WITH a AS (SELECT 1) SELECT * FROM "A"', 'postgresql')).toEqual(['A']);
    expect(await tables('WITH a AS (SELECT 1) SELECT * FROM A', 'sqlite')).toEqual([]);
  });

  it('hold what SHOW, DESCRIBE and PRAGMA describe', async () => {
    expect(await tables('SHOW COLUMNS FROM ledger FROM shop', 'mysql')).toEqual(['shop.ledger']);
    expect(await tables('DESCRIBE ledger', 'duckdb')).toEqual(['ledger']);
    expect(await tables("SELECT * FROM pragma_table_info('ledger')", 'sqlite')).toEqual(['ledger']);
    expect(await tables('PRAGMA table_info(ledger)', 'sqlite')).toEqual(['ledger']);
  });
});
