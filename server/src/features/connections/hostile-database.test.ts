import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ask } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

const content = `
  create table "a""b; DROP TABLE orders;--" ("c""1" integer, "x
y" text, "<img src=x onerror=alert(1)>" text, "=cmd|1" text);
  insert into "a""b; DROP TABLE orders;--" values ('=HYPERLINK("http://evil")', 'y', '<script>1</script>', '@SUM(1)');
  create table orders (id integer primary key, amount integer, city text, day date);
  insert into orders values (1, 5, 'a' || char(0) || 'b', '-0044-03-15'), (2, '-2+cmd', null, '-1+cmd');
  create table "" ("" text);
  create table nameless ("" text, kept text);`;

describeOnBothStores('a database with hostile names and values', (metadata) => {
  let test: TestApp;
  let folder: string;
  let id: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-hostile-'));
    const path = join(folder, 'hostile.sqlite');
    const database = new DatabaseSync(path);
    database.exec(content);
    database.close();
    test = await startTestApp({ metadata });
    const connection = { name: '<b>"\r\nX-Evil: 1', driver: 'sqlite', database: path };
    id = (await test.admin.post('/connections', connection)).body.data.id;
  });
  afterAll(async () => {
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows its schema, without what has no name', async () => {
    const { body } = await test.admin.get(`/connections/${id}/schema`);
    const tables = body.data.tables.map(
      ({ name, columns }: { name: string; columns: { name: string }[] }) => [
        name,
        columns.map((column) => column.name),
      ],
    );
    expect(tables).toEqual([
      ['a"b; DROP TABLE orders;--', ['c"1', 'x\ny', '<img src=x onerror=alert(1)>', '=cmd|1']],
      ['nameless', ['kept']],
      ['orders', ['id', 'amount', 'city', 'day']],
    ]);
    expect((await test.admin.get(`/chat/suggestions?connection_id=${id}`)).status).toBe(200);
  });

  it('exports no formula, neither as a title nor from a column of numbers or days', async () => {
    const run = (sql: string) => test.admin.post(`/connections/${id}/export`, { sql, format: 'csv' });
    const named = await run('select * from "a""b; DROP TABLE orders;--"');
    expect(named.headers['content-disposition']).toContain('filename="_b_X-Evil_ 1.csv"');
    expect(named.headers).not.toHaveProperty('x-evil');
    expect(named.text).toBe(
      '\ufeff"c""1","x\ny",<img src=x onerror=alert(1)>,\'=cmd|1\r\n' +
        '"\'=HYPERLINK(""http://evil"")",y,<script>1</script>,\'@SUM(1)\r\n',
    );
    const typed = await run('select id, amount, day from orders order by id');
    expect(typed.text).toBe("\ufeffid,amount,day\r\n1,5,-0044-03-15\r\n2,'-2+cmd,'-1+cmd\r\n");
  });

  it('answers a question about a value that the metadata cannot keep', async () => {
    const streamed = await ask(test.admin, '按 city 统计 orders 数量', { connection_id: id });
    const events = readEvents(streamed.text);
    expect(only(events, 'result').rows_count).toBe(2);
    const stored = await test.admin.get(`/conversations/${streamed.conversationId}`);
    expect(stored.body.data.messages.at(-1).metadata.error).toBeUndefined();
    expect(stored.body.data.messages).toHaveLength(2);
  });
});
