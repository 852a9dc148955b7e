import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

let test: TestApp;
let user: ApiClient;
beforeAll(async () => {
  test = await startTestApp();
  user = await test.newUser();
});
afterAll(() => test.close());

type Content = string | Uint8Array<ArrayBuffer>;

async function upload(client: ApiClient, ...files: [name: string, content: Content][]): Promise<Answer> {
  const form = new FormData();
  for (const [name, content] of files) form.append('files', new Blob([content]), name);
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const type = request.headers.get('content-type') ?? '';
  return client.post('/data-files', Buffer.from(await request.arrayBuffer()), { 'content-type': type });
}

async function loadAll(...files: [name: string, content: Content][]) {
  const { body, text } = await upload(user, ...files);
  expect(body.success, text).toBe(true);
  const loaded = [];
  for (const table of body.data.tables) {
    const sql = ['select * from', quoteIdentifier('duckdb', table.table)].join(' ');
    const result = await user.post(`/connections/${table.connection_id}/query`, { sql });
    const columns: string[] = table.columns.map((column: { name: string }) => column.name);
    loaded.push({ table, columns, rows: result.body.data.rows });
  }
  return loaded;
}

async function load(name: string, content: Content) {
  const [loaded] = await loadAll([name, content]);
  if (!loaded) throw new Error('nothing was loaded');
  return loaded;
}

async function tableNames(client: ApiClient): Promise<string[]> {
  const { body } = await client.get('/connections');
  const workspace = body.data.connections.find((one: { is_workspace: boolean }) => one.is_workspace);
  const schema = await client.get(`/connections/${workspace.id}/schema?refresh=true`);
  return schema.body.data.tables.map(({ name }: { name: string }) => name);
}

/** `名称,数量` and `北京,1` in GB18030. */
const gb18030 = new Uint8Array([
  0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xca, 0xfd, 0xc1, 0xbf, 0x0a, 0xb1, 0xb1, 0xbe, 0xa9, 0x2c, 0x31, 0x0a,
]);

describe('a text file', () => {
  it('becomes a table of a private workspace, with types found and zeros kept', async () => {
    const { table, rows } = await load(
      '../../销售 数据.csv',
      '日期,金额,编号\n2024/1/5,12.5,00123\n2024/2/5,3,00124\n',
    );
    expect(table).toMatchObject({
      table: '销售_数据',
      source: '销售 数据.csv',
      rows_count: 2,
      encoding: 'UTF-8',
      columns: [
        { name: '日期', type: 'DATE', kind: 'date' },
        { name: '金额', kind: 'number' },
        { name: '编号', type: 'VARCHAR', kind: 'text' },
      ],
    });
    expect(rows).toEqual([
      ['2024-01-05', 12.5, '00123'],
      ['2024-02-05', 3, '00124'],
    ]);
    const { body } = await user.get(`/connections/${table.connection_id}`);
    expect(body.data).toMatchObject({
      name: '我的工作区',
      driver: 'duckdb',
      is_workspace: true,
      is_shared: false,
    });
    expect(body.data.is_default).toBe(true);
    const other = await test.newUser();
    expect((await other.get(`/connections/${table.connection_id}`)).status).toBe(404);
  });

  it('gets another name beside a table of the same name', async () => {
    await load('同名.csv', 'a\n1\n');
    expect((await load('同名.csv', 'a\n2\n')).table.table).toBe('同名_2');
    expect((await load('同名.csv', 'a\n3\n')).table.table).toBe('同名_3');
  });

  it('is read in GB18030, UTF-8 with a mark and UTF-16', async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('名称,数量\r\n北京,1\r\n', 'utf16le')]);
    const loaded = await loadAll(
      ['国标.csv', gb18030],
      ['有标记.csv', '\ufeff名称,数量\n北京,1\n'],
      ['宽字符.csv', utf16],
    );
    expect(loaded.map(({ table }) => table.encoding)).toEqual(['GB18030', 'UTF-8', 'UTF-16LE']);
    for (const { columns, rows } of loaded) {
      expect(columns).toEqual(['名称', '数量']);
      expect(rows).toEqual([['北京', 1]]);
    }
  });

  it('may have other delimiters, titles, no header, odd headers, quoted lines and long numbers', async () => {
    const cases: [name: string, content: string, columns: string[], rows: unknown[][]][] = [
      [
        'titles',
        '报表\n\n甲;乙\n1;x\n2;y\n',
        ['甲', '乙'],
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ],
      ['tabs', 'a\tb\n1\t"x\ty"\n', ['a', 'b'], [[1, 'x\ty']]],
      [
        'plain',
        '1,2\n3,4\n',
        ['column1', 'column2'],
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['years', '地区,2023,2024\n北京,5,6\n', ['地区', '2023', '2024'], [['北京', 5, 6]]],
      ['same', 'a,A,a\n1,2,3\n', ['a', 'A_2', 'a_3'], [[1, 2, 3]]],
      ['bare', 'a,b\n', ['a', 'b'], []],
      ['lines', 'a,b\n"x\ny","say ""hi"""\n', ['a', 'b'], [['x\ny', 'say "hi"']]],
      [
        'long',
        'id\n12345678901234567890\n99999999999999999999\n',
        ['id'],
        [['12345678901234567890'], ['99999999999999999999']],
      ],
    ];
    const files = cases.map(([name, content]): [string, string] => [`${name}.csv`, content]);
    const loaded = await loadAll(...files);
    expect(loaded.map(({ columns, rows }) => [columns, rows])).toEqual(
      cases.map(([, , columns, rows]) => [columns, rows]),
    );
  });

  it('may have 5,000 columns', async () => {
    const header = Array.from({ length: 5000 }, (_, index) => `列${index}`);
    const { table } = await load(
      '宽.csv',
      `${header.join(',')}\n${header.map((_, index) => index).join(',')}\n`,
    );
    expect(table.columns).toHaveLength(5000);
    expect(table.columns[4999]).toMatchObject({ name: '列4999', kind: 'integer' });
  });
});

describe('other formats', () => {
  it('reads JSON as an array and by lines', async () => {
    expect((await load('数组.json', '[{"a":1,"名":"甲"},{"a":2.5,"名":null}]')).rows).toEqual([
      [1, '甲'],
      [2.5, null],
    ]);
    expect((await load('行.jsonl', '{"a":1}\n{"a":2}\n')).rows).toEqual([[1], [2]]);
  });

  it('reads JSON of any depth in the time of flat JSON', { timeout: 20_000 }, async () => {
    const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
    const { columns, rows } = await load('深.json', `[{"id":1,"deep":${deep}}]`);
    expect(columns).toEqual(['id', 'deep']);
    expect(rows).toHaveLength(1);
  });

  it('reads Parquet', async () => {
    const path = join(test.config.dataDir, 'tmp', 'made.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `copy (select 1 as 编号, '甲' as 名 union all select 2, '乙') to '${path}' (format parquet)`,
    );
    connection.closeSync();
    expect((await load('表.parquet', new Uint8Array(await readFile(path)))).rows).toEqual([
      [1, '甲'],
      [2, '乙'],
    ]);
  });

  it('reads the workbook that an export wrote', async () => {
    const { table } = await load('源.csv', '名,日期,额\n甲,2024-02-29,1.5\n"=1+1",2024-03-01,2\n');
    const exported = await test.app.http.inject({
      method: 'POST',
      url: `/api/v1/connections/${table.connection_id}/export`,
      headers: { authorization: `Bearer ${user.token}` },
      payload: { sql: 'select * from "源"', format: 'xlsx' },
    });
    const { table: read, rows } = await load('回来.xlsx', new Uint8Array(exported.rawPayload));
    expect(read.source).toBe('回来.xlsx#结果');
    expect(read.columns.map(({ kind }: { kind: string }) => kind)).toEqual(['text', 'date', 'number']);
    expect(rows).toEqual([
      ['甲', '2024-02-29', 1.5],
      ['=1+1', '2024-03-01', 2],
    ]);
  });
});

describe('a hostile file name', () => {
  const names = [
    ['../../../etc/passwd.csv', 'passwd'],
    ['a\0b.csv', 'a_b'],
    [`${'长'.repeat(300)}.csv`, '长'.repeat(60)],
    ['😀🎉.csv', 'table'],
    ['select.csv', 'select'],
    ['__proto__.csv', 'proto'],
    ['a"; DROP TABLE b.csv', 'a_22_DROP_TABLE_b'],
  ] as const;

  it('gives a table with a plain name', async () => {
    const loaded = await loadAll(
      ...names.map(([name]): [string, Content] => [name, 'id,"=a""b",select\n1,x,y\n']),
    );
    expect(loaded.map(({ table }) => table.table)).toEqual(names.map(([, table]) => table));
    for (const { table, columns, rows } of loaded) {
      expect(table.source.length).toBeLessThanOrEqual(200);
      expect(table.source).toMatch(/^[^/\0]+\.csv$/);
      expect(columns).toEqual(['id', '=a"b', 'select']);
      expect(rows).toEqual([[1, 'x', 'y']]);
    }
  });
});

describe('a file that cannot be read', () => {
  it.each<[string, Content, Record<string, unknown>]>([
    ['short.csv', 'a,b,c\n1,2,3\n4,5\n', { row: 3, column: 'b' }],
    ['long.csv', 'a,b\n1,2\n3,4,5\n', { row: 3 }],
    ['quote.csv', 'a,b\n1,2\n3,"4\n5,6\n', { row: 3 }],
    ['line.jsonl', '{"a":1}\n{"a":\n{"a":2}\n', { row: 3 }],
    ['half.json', '[{"a":1},{"a":', {}],
    ['empty.csv', '', {}],
    ['torn.parquet', 'PAR1 and nothing else', {}],
    ['torn.xlsx', 'PK\u0003\u0004 and nothing else', {}],
    ['old.xls', 'x', {}],
    ['picture.csv', 'PAR1', {}],
    [
      'bytes.csv',
      new Uint8Array([...Buffer.from(`名称,数\n${'甲乙丙丁戊,1\n'.repeat(5)}`), 0xff, 0xff, 0x0a]),
      { row: 7 },
    ],
  ])('%s is refused by name and place, and nothing stays behind', async (name, content, place) => {
    await load('先有.csv', 'a\n1\n');
    const before = await tableNames(user);
    const { status, body } = await upload(user, ['good.csv', 'a\n1\n'], [name, content]);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'FILE_INVALID', details: { file: name, ...place } });
    expect(body.error.message).toContain(name);
    expect(body.error.message).not.toContain(test.config.dataDir);
    expect(await tableNames(user)).toEqual(before);
    const left = await readdir(join(test.config.dataDir, 'tmp'));
    expect(left.filter((entry) => entry.startsWith('upload-'))).toEqual([]);
  });

  it('needs a file at all', async () => {
    expect((await upload(user)).status).toBe(400);
  });
});

describe('the workspace', () => {
  it('answers queries while files are loaded, one import after the other', async () => {
    const busy = await test.newUser();
    const first = await upload(busy, ['一.csv', 'a\n1\n']);
    const path = `/connections/${first.body.data.tables[0].connection_id}/query`;
    const results = await Promise.all([
      upload(busy, ['二.csv', 'a\n1\n']),
      busy.post(path, { sql: 'select * from 一' }),
      upload(busy, ['三.csv', 'a\n1\n']),
      busy.post(path, { sql: 'select count(*) from 一' }),
    ]);
    expect(results.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await tableNames(busy)).sort()).toEqual(['一', '三', '二'].sort());
  });

  it('reaches no other file and takes no writes', async () => {
    const { table } = await load('安全.csv', 'a\n1\n');
    for (const sql of ["select * from read_csv('/etc/passwd')", 'drop table 安全', "copy 安全 to '/tmp/x'"]) {
      const { body } = await user.post(`/connections/${table.connection_id}/query`, { sql });
      expect(body.error.code, sql).toBe('SQL_REFUSED');
    }
  });

  it('drops one table, and only one of the own', async () => {
    await load('要删.csv', 'a\n1\n');
    const other = await test.newUser();
    expect((await other.delete(`/data-files/${encodeURIComponent('要删')}`)).status).toBe(404);
    expect((await user.delete(`/data-files/${encodeURIComponent('要删')}`)).status).toBe(200);
    expect((await user.delete(`/data-files/${encodeURIComponent('要删')}`)).status).toBe(404);
    expect(await tableNames(user)).not.toContain('要删');
  });

  it('can be deleted with all its tables and begins anew with the next file', async () => {
    const cleaner = await test.newUser();
    const first = await upload(cleaner, ['一.csv', 'a\n1\n']);
    const id = first.body.data.tables[0].connection_id;
    expect((await cleaner.put(`/connections/${id}`, { is_shared: true })).status).toBe(403);
    expect((await cleaner.delete(`/connections/${id}`)).status).toBe(200);
    expect(existsSync(join(test.config.dataDir, 'workspaces', `${cleaner.userId}.duckdb`))).toBe(false);
    const second = await upload(cleaner, ['二.csv', 'a\n1\n']);
    expect(second.status).toBe(200);
    expect(await tableNames(cleaner)).toEqual(['二']);
  });

  it('goes with its user', async () => {
    const leaver = await test.newUser();
    await upload(leaver, ['一.csv', 'a\n1\n']);
    const file = join(test.config.dataDir, 'workspaces', `${leaver.userId}.duckdb`);
    expect(existsSync(file)).toBe(true);
    await test.admin.delete(`/users/${leaver.userId}`);
    await expect.poll(() => existsSync(file)).toBe(false);
  });
});
