import { describe, expect, it, test } from 'vitest';
import { type Dialect, dialects } from './dialect.ts';
import { guard } from './guard.ts';
import { bindParameters, parameterNames, withoutParameterNames } from './named-parameters.ts';

const statement = "SELECT ':no', a /* :no */ FROM t WHERE a = :lo AND b IN (:名称,:lo) -- :no\n AND c>:hi";

describe.each(dialects)('named parameters in %s', (dialect) => {
  it('are found outside strings and comments, each once in order', () => {
    expect(parameterNames(statement, dialect)).toEqual(['lo', '名称', 'hi']);
  });

  it('leave a statement that the guard can read, with every place kept', async () => {
    const sql = withoutParameterNames('SELECT a FROM t WHERE a = :x AND b > :yy ORDER BY a', dialect);
    expect(sql).toHaveLength('SELECT a FROM t WHERE a = :x AND b > :yy ORDER BY a'.length);
    expect(await guard(sql, dialect)).toMatchObject({ allow: true });
    const broken = withoutParameterNames('SELECT a FROM t WHERE a = :x AND b > > :yy', dialect);
    expect(await guard(broken, dialect)).toMatchObject({ allow: false, at: broken.indexOf('> >') + 2 });
  });

  it('become placeholders that the guard lets through', async () => {
    const statement = bindParameters('SELECT a FROM t WHERE a = :x AND b = :y', dialect, { x: '1', y: 2.5 });
    expect(statement).toMatchObject({ bound: true, params: ['1', 2.5] });
    expect(await guard(statement.bound ? statement.sql : '', dialect)).toMatchObject({ allow: true });
  });

  it('need a value each, and no others', () => {
    expect(bindParameters('SELECT :a, :b', dialect, { a: null })).toMatchObject({
      bound: false,
      names: ['b'],
      problem: { zh: expect.stringContaining(':b'), en: expect.stringContaining(':b') },
    });
    expect(bindParameters('SELECT :a', dialect, { a: 1, B: 2 })).toMatchObject({
      bound: false,
      names: ['B'],
    });
    expect(bindParameters('SELECT 1', dialect, { toString: 2 })).toMatchObject({ bound: false });
    expect(bindParameters('SELECT :constructor', dialect, {})).toMatchObject({ names: ['constructor'] });
  });

  it('are none in a text that cannot be read', () => {
    expect(parameterNames("SELECT ':a FROM t WHERE b = :c", dialect)).toEqual([]);
  });
});

const bound: [Dialect, string, unknown[]][] = [
  ['postgresql', 'a = $1 OR b = $2 OR c = $1', ['x', 2]],
  ['duckdb', 'a = $1 OR b = $2 OR c = $1', ['x', 2]],
  ['sqlite', 'a = ?1 OR b = ?2 OR c = ?1', ['x', 2]],
  ['mysql', 'a = ? OR b = ? OR c = ?', ['x', 2, 'x']],
  ['tsql', 'a = @p1 OR b = @p2 OR c = @p1', ['x', 2]],
  ['oracle', 'a = :1 OR b = :2 OR c = :3', ['x', 2, 'x']],
  ['clickhouse', 'a = {p1:String} OR b = {p2:Int64} OR c = {p1:String}', ['x', 2]],
];

test.each(bound)('%s gets its own placeholders: %s', (dialect, sql, params) => {
  const statement = bindParameters('a = :s OR b = :n OR c = :s', dialect, { s: 'x', n: 2 });
  expect(statement).toEqual({ bound: true, sql, params });
});

const lookalikes: [Dialect, string, string[]][] = [
  ['postgresql', 'SELECT a::text, b ::int, :x::date, c[1:2], c[lo:hi], c[lo :hi], c[:n] FROM t', ['x']],
  ['postgresql', 'SELECT ARRAY[:a,:b], c[1] = :d, f(x := :e), $$ :no $$', ['a', 'b', 'd', 'e']],
  ['mysql', 'SELECT @a := 1, @b:=:x, c->\'$.a:b\', `d:e`, ":no"', ['x']],
  ['sqlite', 'SELECT @a, $b, :x, [c :d], "e :f"', ['x']],
  ['duckdb', "SELECT a: 42, b:c, {'k': :v, l:m, 'n' :o}, x[1:2:3], x['k'], [:q, 1]", ['v', 'q']],
  ['clickhouse', 'SELECT a ? b :c, {p:String}, :x', ['x']],
  ['tsql', 'SELECT [a :b], :x, geography::Point(1, 2, 3)', ['x']],
  ['oracle', "SELECT q'[ :no ]', TIME '10:30', :x FROM dual", ['x']],
];

test.each(lookalikes)('in %s only values are parameters: %s', (dialect, sql, names) => {
  expect(parameterNames(sql, dialect)).toEqual(names);
});

test.each([
  ['postgresql', '$1'],
  ['mysql', '?'],
  ['sqlite', '?2'],
  ['duckdb', '$1'],
  ['tsql', '@p1'],
] as const)('%s refuses to mix :name with %s, whose value nobody gives', (dialect, placeholder) => {
  expect(bindParameters(`SELECT :a, ${placeholder}`, dialect, { a: 1 })).toMatchObject({
    bound: false,
    names: [placeholder],
  });
});

test('PostgreSQL is told a type where IS NULL tells none', () => {
  expect(bindParameters('WHERE (:a IS NULL OR id = :a) AND b = :a', 'postgresql', { a: 5 })).toEqual({
    bound: true,
    sql: 'WHERE ($1::text IS NULL OR id = $2) AND b = $2',
    params: [5, 5],
  });
});

test('a statement without parameters stays as it is', () => {
  expect(bindParameters('SELECT a FROM t WHERE b = $1', 'postgresql')).toEqual({
    bound: true,
    sql: 'SELECT a FROM t WHERE b = $1',
    params: [],
  });
});
