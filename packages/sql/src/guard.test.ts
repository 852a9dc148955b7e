import { describe, expect, it } from 'vitest';
import { clickhouseAttacks } from './clickhouse.cases.testing.ts';
import { type Dialect, dialects } from './dialect.ts';
import { guard } from './guard.ts';
import { oracleAttacks } from './oracle.cases.testing.ts';
import { tsqlAttacks } from './tsql.cases.testing.ts';

async function refusal(sql: string, dialect: Dialect) {
  const verdict = await guard(sql, dialect);
  expect(verdict, `${dialect}: ${sql}`).toMatchObject({ allow: false });
  if (verdict.allow) throw new Error('unreachable');
  return verdict;
}

const everywhere = [
  'INSERT INTO ledger VALUES (1)',
  'UPDATE ledger SET amount = 0',
  'DELETE FROM ledger',
  'DROP TABLE ledger',
  'CREATE TABLE copy_of_ledger AS SELECT * FROM ledger',
  'ALTER TABLE ledger ADD COLUMN note text',
  'GRANT ALL ON ledger TO PUBLIC',
  'BEGIN',
  'COMMIT; DELETE FROM ledger',
  'SELECT 1; SELECT 2',
  'SELECT 1;;DROP TABLE ledger',
  '/* report */ DELETE FROM ledger',
  '-- report\nDELETE FROM ledger',
  'SELECT * INTO backup FROM ledger',
  'WITH gone AS (DELETE FROM ledger RETURNING *) SELECT * FROM gone',
  'SELECT * FROM (DELETE FROM ledger RETURNING id) AS d',
  'SELECT (INSERT INTO ledger VALUES (1))',
  'EXPLAIN ANALYZE SELECT * FROM ledger',
  'EXPLAIN DELETE FROM ledger',
  'SELECT wipe_everything()',
  'SELECT audit.wipe_everything()',
  "SELECT 'open",
  'SELECT "open',
  'SELECT 1 /* open',
  'SELECT 1 -- a\rDROP TABLE ledger',
  'SELEC 1',
  'please show me the sales of last month',
  '```sql\nSELECT 1\n```',
];

const attacks: Record<Dialect, readonly string[]> = {
  postgresql: [
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_catalog.pg_read_file('postgresql.conf')",
    'SELECT U&"\\0070g_sleep"(1)',
    'SELECT (10).pg_sleep',
    'SELECT seconds.pg_sleep FROM generate_series(1, 9) AS seconds',
    'SELECT pg_sleep(1) OVER ()',
    'SELECT id FROM ledger ORDER BY pg_sleep(1)',
    'SELECT id FROM ledger WHERE id = ANY (ARRAY(SELECT lo_unlink(1)))',
    'SELECT * FROM ROWS FROM (generate_series(1, 2), pg_ls_dir($$.$$)) AS t',
    "SELECT * FROM dblink('dbname=x', 'DELETE FROM ledger') AS t(a int)",
    "SELECT set_config('statement_timeout', '0', false)",
    "SELECT nextval('ledger_id_seq'), setval('ledger_id_seq', 1)",
    'SELECT pg_advisory_lock(1)',
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity',
    "SELECT query_to_xml('DELETE FROM ledger', true, false, '')",
    "SELECT table_to_xml('ledger', true, false, '')",
    "SELECT * FROM ts_stat('DELETE FROM ledger')",
    "SELECT ts_rewrite('a'::tsquery, 'SELECT wipe()')",
    'SELECT id FROM ledger FOR UPDATE',
    'SELECT id FROM ledger FOR KEY SHARE NOWAIT',
    'SELECT 1 OPERATOR(evil.+) 2',
    'SELECT 1 @#@ 2',
    'SELECT rolpassword FROM pg_authid',
    'TABLE ledger; TRUNCATE ledger',
    'COPY ledger TO PROGRAM $$sh$$',
    'COPY (SELECT 1) TO STDOUT',
    'DO $$ BEGIN PERFORM 1; END $$',
    'CALL wipe()',
    'SET ROLE postgres',
    'PREPARE p AS DELETE FROM ledger',
    'EXECUTE p',
    "LISTEN jobs; NOTIFY jobs, 'x'",
    'EXPLAIN (ANALYZE) SELECT 1',
    'EXPLAIN (ANALYZE false, VERBOSE) SELECT 1',
    'EXPLAIN (COSTS off) CREATE TABLE t AS SELECT 1',
    'SELECT 1 /* a /* b */ c */ ; DROP TABLE ledger',
    "SELECT E'\\'' ; DROP TABLE ledger --'",
    'MERGE INTO ledger USING other ON true WHEN MATCHED THEN DELETE',
    'SELECT * FROM ledger TABLESAMPLE evil(1)',
  ],
  mysql: [
    "SELECT * FROM ledger INTO OUTFILE '/tmp/ledger'",
    "SELECT 'x' INTO DUMPFILE '/tmp/x'",
    'SELECT id INTO @id FROM ledger',
    'SELECT @total := 5',
    'SELECT @total:=@total+1 FROM ledger',
    "SELECT LOAD_FILE('/etc/hostname')",
    'SELECT `load_file`(0x2f)',
    'SELECT load_file /* gap */ (0x2f)',
    'SELECT IF(1, sleep(5), 0)',
    "SELECT BENCHMARK(1000000, MD5('a'))",
    "SELECT GET_LOCK('a', 10)",
    'SELECT NEXTVAL(ledger_seq)',
    'SELECT NEXT VALUE FOR ledger_seq',
    'SELECT ledger_seq.nextval',
    'SELECT shop.price(1)',
    'SELECT 1 /*!50000 INTO OUTFILE "/tmp/x" */',
    'SELECT 1 /*M!100100 , sleep(5) */',
    '/*! DELETE FROM ledger */',
    'SELECT /*+ SET_VAR(sql_mode = "") */ 1',
    'SELECT /*+ MAX_EXECUTION_TIME(0) */ 1',
    "SELECT 'a\\' ; DELETE FROM ledger ; -- '",
    "SELECT 'a\\'' , sleep(5) , ''",
    'SELECT "a\\" ; DELETE FROM ledger ; -- "',
    'SELECT 1 --; DELETE FROM ledger',
    "SELECT /*+ QB_NAME(`a*/ ' `) */ sleep(5) -- '",
    "SELECT @'a\\' , sleep(5) -- '",
    'SELECT 1 # note\n; DELETE FROM ledger',
    'SELECT * FROM ledger FOR UPDATE SKIP LOCKED',
    'SELECT * FROM ledger LOCK IN SHARE MODE',
    'SELECT * FROM ledger PROCEDURE ANALYSE()',
    'SHOW VARIABLES WHERE sleep(5)',
    'SHOW BINLOG EVENTS',
    'SHOW GRANTS FOR root@localhost',
    'DESCRIBE DELETE FROM ledger',
    'ANALYZE SELECT * FROM ledger',
    'HANDLER ledger OPEN',
    'LOAD DATA INFILE "/etc/passwd" INTO TABLE ledger',
    'SET GLOBAL general_log = 1',
    'DO sleep(5)',
    'CALL wipe()',
    'TABLE ledger INTO OUTFILE "/tmp/x"',
    'SELECT 1\\G',
  ],
  sqlite: [
    "ATTACH '/tmp/other.db' AS other",
    'PRAGMA query_only = OFF',
    'PRAGMA writable_schema(1)',
    'PRAGMA table_info(ledger); DELETE FROM ledger',
    "SELECT load_extension('evil')",
    'SELECT "load_extension"(\'evil\')',
    "SELECT [writefile]('/tmp/x', 1)",
    "SELECT readfile('/etc/passwd')",
    "SELECT edit('x')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT * FROM fsdir('/')",
    'SELECT * FROM sqlite_dbpage',
    "SELECT * FROM pragma_journal_mode('delete')",
    'SELECT [a]]; DELETE FROM ledger; --]',
    'SELECT $name::evil(1)',
    'VACUUM INTO "/tmp/x"',
    'REPLACE INTO ledger VALUES (1)',
    'REINDEX',
    "SELECT RAISE(ABORT, 'x')",
    'SELECT id FROM ledger WHERE id IN load_extension(1)',
  ],
  duckdb: [
    "FROM 'ledger.parquet'",
    'FROM "ledger.csv"',
    'SELECT * FROM ledger.csv',
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'https://example.com/x.json'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM READ_TEXT('/etc/passwd')",
    "SELECT * FROM (FROM read_parquet(['a', 'b']))",
    "FROM glob('/**')",
    "FROM query('DROP TABLE ledger')",
    "FROM query_table('ledger.csv')",
    "SELECT x FROM ledger, LATERAL (SELECT * FROM read_blob('/etc/shadow')) AS b(x)",
    "SELECT ['x'].list_transform(lambda v: nextval('s'))",
    "SELECT 'HOME'.getenv()",
    'SELECT sleep_ms(1000)',
    "SELECT E'a'\n'b\\'' , sleep_ms(1) --'",
    "SELECT 6 //* ' */ 2, sleep_ms(1) --'",
    "SELECT $a.$$ ' $$, sleep_ms(1) --'",
    "SELECT write_log('x')",
    "SELECT json_serialize_plan('FROM ledger')",
    'FROM duckdb_secrets()',
    "SUMMARIZE 'ledger.csv'",
    "DESCRIBE FROM read_csv('x')",
    "PIVOT 'ledger.csv' ON year USING sum(amount)",
    "COPY ledger TO 'x.csv'",
    "ATTACH 'x.db'",
    'INSTALL httpfs',
    'LOAD httpfs',
    'SET enable_external_access = true',
    'PRAGMA enable_profiling',
    'CALL pragma_version()',
    'EXPORT DATABASE $$x$$',
    'CREATE MACRO f() AS 1',
    'SELECT 1 /* a /* b */ */',
    'UPDATE ledger SET amount = 1 RETURNING *',
    'CHECKPOINT',
  ],
  clickhouse: clickhouseAttacks,
  tsql: tsqlAttacks,
  oracle: oracleAttacks,
};

describe.each(dialects)('the guard for %s', (dialect) => {
  it.each([...everywhere, ...attacks[dialect]])('refuses %s', async (sql) => {
    const verdict = await refusal(sql, dialect);
    expect(verdict.reason.zh).not.toBe('');
    expect(verdict.reason.en).not.toBe('');
  });

  it('says the same however often it is asked', async () => {
    for (const sql of ['SELECT a FROM ledger', 'DROP TABLE ledger']) {
      expect(await guard(sql, dialect)).toEqual(await guard(sql, dialect));
    }
  });

  it('refuses text that databases and parsers cut at different places', async () => {
    expect(await refusal('SELECT 1\0; DROP TABLE ledger', dialect)).toMatchObject({ construct: 'U+0000' });
    expect(await refusal("SELECT '\ud800'", dialect)).toMatchObject({ construct: 'U+D800' });
  });

  it('asks for a statement where there is none', async () => {
    for (const sql of ['', '  \n', '-- only a note', ';;']) {
      expect(await refusal(sql, dialect)).toMatchObject({ code: 'empty' });
    }
  });
});

describe('a refusal', () => {
  it.each([
    ['DELETE FROM ledger', 'sqlite', 'not_read_only', 'DELETE FROM'],
    ['SELECT 1; DROP TABLE ledger', 'mysql', 'several_statements', 'DROP TABLE ledger'],
    ['SELECT pg_sleep(1)', 'postgresql', 'function_not_allowed', 'pg_sleep()'],
    ['SELECT (1).pg_sleep', 'postgresql', 'function_not_allowed', 'pg_sleep()'],
    ['WITH d AS (UPDATE t SET a = 1 RETURNING a) SELECT * FROM d', 'postgresql', 'not_read_only', 'UPDATE'],
    ['SELECT a FROM t FOR UPDATE', 'mysql', 'not_read_only', 'FOR UPDATE'],
    ['SELECT a FROM t FOR SHARE', 'postgresql', 'not_read_only', 'FOR SHARE'],
    ["SELECT a INTO OUTFILE '/tmp/x' FROM t", 'mysql', 'not_read_only', 'INTO OUTFILE'],
    ['SELECT /*! 1 */ 2', 'mysql', 'construct_not_allowed', '/*!'],
    ['SELECT @a := 1', 'mysql', 'construct_not_allowed', ':='],
    ["SELECT readfile('x')", 'sqlite', 'function_not_allowed', 'readfile()'],
    ["FROM 'a.csv'", 'duckdb', 'construct_not_allowed', 'a.csv'],
    ['SELECT a　FROM t', 'mysql', 'construct_not_allowed', 'U+3000'],
    ['SELECT a FROM t WHERE', 'duckdb', 'syntax', '…'],
    ['SELECT * INTO #copy FROM t', 'tsql', 'not_read_only', 'INTO #COPY'],
    ['SELECT a FROM srv.shop.dbo.t', 'tsql', 'construct_not_allowed', 'srv.shop.dbo.t'],
    ['SELECT a FROM t WITH (TABLOCKX)', 'tsql', 'construct_not_allowed', 'WITH (TABLOCKX)'],
    ['SELECT NEXT VALUE FOR s', 'tsql', 'not_read_only', 'NEXT VALUE FOR'],
    ["SELECT * FROM OPENQUERY(s, 'x')", 'tsql', 'function_not_allowed', 'OPENQUERY()'],
    ['SELECT a FROM t LIMIT 3', 'tsql', 'construct_not_allowed', 'LIMIT'],
    ['SELECT a FROM t@far', 'oracle', 'construct_not_allowed', '@far'],
    ["SELECT utl_http.request('x') FROM dual", 'oracle', 'function_not_allowed', 'utl_http.request()'],
    [
      'SELECT utl_inaddr.get_host_name FROM dual',
      'oracle',
      'function_not_allowed',
      'utl_inaddr.get_host_name()',
    ],
    ['SELECT l.a, audit.wipe FROM ledger l', 'oracle', 'construct_not_allowed', 'audit.wipe'],
    ["SELECT * FROM url('x')", 'clickhouse', 'function_not_allowed', 'url()'],
    ['SELECT a FROM t FORMAT CSV', 'clickhouse', 'construct_not_allowed', 'FORMAT CSV'],
    [
      'SELECT a FROM t SETTINGS max_threads = 9',
      'clickhouse',
      'construct_not_allowed',
      'SETTINGS max_threads',
    ],
  ] as const)('of %s names the construct', async (sql, dialect, code, construct) => {
    const verdict = await refusal(sql, dialect);
    expect(verdict).toMatchObject({ code, construct });
    expect(verdict.reason.en).toContain(construct);
    expect(verdict.reason.zh).toContain(construct);
  });

  it('names a dialect that cannot be checked', async () => {
    const name: string = 'db2';
    const verdict = await guard('SELECT 1', name as Dialect);
    expect(verdict).toMatchObject({ allow: false, code: 'unsupported_dialect', construct: 'db2' });
    for (const dialect of dialects) {
      if (!verdict.allow) expect(verdict.reason.en).toContain(dialect);
    }
  });
});
