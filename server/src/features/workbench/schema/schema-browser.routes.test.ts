import type { FoundTable, Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../../../test/library.ts';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { readEvents } from '../../../../test/sse.ts';
import { openTarget, type TargetDatabase, targetDrivers } from '../../../../test/target-databases.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';
import { isReachable, testServers } from '../../../../test/test-servers.ts';

const found = {
  postgresql: await isReachable(testServers.postgresql),
  mysql: await isReachable(testServers.mysql),
};

const comments = {
  postgresql: {
    after: [
      "comment on table 客户 is '所有客户'",
      "comment on column 客户.city is '所在城市'",
      "comment on table orders is '订单'",
    ],
    table: () => '',
    column: () => '',
  },
  mysql: {
    after: [],
    table: (text: string) => `comment '${text}'`,
    column: (text: string) => `comment '${text}'`,
  },
};

function tablesFor(driver: (typeof targetDrivers)[number]): string[] {
  const { after, table, column } = comments[driver];
  return [
    `create table 客户 (id int primary key, 姓名 varchar(50) not null, city varchar(20) ${column('所在城市')}) ${table('所有客户')}`,
    `create table orders (id int primary key, buyer int not null, amount decimal(10,2) not null) ${table('订单')}`,
    `create table order_items (order_id int not null, line int not null, note varchar(20), primary key (order_id, line),
      constraint of_order foreign key (order_id) references orders (id))`,
    "insert into 客户 values (1, '张三', '北京'), (2, '李四', null)",
    'insert into orders values (1, 1, 10.5), (2, 1, 20), (3, 2, 5)',
    ...after,
  ];
}

describeOnBothStores('the schema browser', (metadata) => {
  let test: TestApp;
  let owner: ApiClient;
  let reader: ApiClient;
  let stranger: ApiClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    owner = await test.newUser('operator');
    reader = await test.newUser();
    stranger = await test.newUser('operator');
  });
  afterAll(() => test.close());

  describe.each(targetDrivers)('on %s', (driver) => {
    describe.skipIf(!found[driver])('(needs the server)', () => {
      let target: TargetDatabase;
      let path: string;
      beforeAll(async () => {
        target = await openTarget[driver]();
        await target.run(...tablesFor(driver));
        const { body } = await owner.post('/connections', target.connection({ is_shared: true }));
        path = `/connections/${body.data.id}`;
      });
      afterAll(() => target?.drop());

      const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
      const search = async (q: string) =>
        (await reader.get(`${path}/tables/search?${query({ q })}`)).body.data.tables as FoundTable[];
      const relationships = async () =>
        (await reader.get(`${path}/relationships`)).body.data.relationships as Relationship[];
      const buyerOf = (columns = ['buyer'], to = ['id']) => ({
        from: { schema: null, table: 'orders', columns },
        to: { schema: null, table: '客户', columns: to },
      });

      it('lists tables without their columns', async () => {
        const { status, body } = await reader.get(`${path}/tables`);
        expect(status).toBe(200);
        const tables = body.data.tables as TableSummary[];
        expect(tables.map(({ name, columns_count }) => [name, columns_count]).sort()).toEqual([
          ['numbers', 1],
          ['order_items', 3],
          ['orders', 3],
          ['客户', 3],
        ]);
        expect(tables.find(({ name }) => name === '客户')).toMatchObject({
          kind: 'table',
          comment: '所有客户',
        });
        expect(body.text ?? JSON.stringify(tables)).not.toContain('姓名');
      });

      it('finds tables by name, column, comment and pinyin initials, best first', async () => {
        expect((await search('orders')).map(({ name }) => name)[0]).toBe('orders');
        expect((await search('order')).map(({ name }) => name)).toEqual(['orders', 'order_items']);
        expect(await search('kh')).toMatchObject([{ name: '客户', columns: [] }]);
        expect(await search('szcs')).toMatchObject([{ name: '客户', columns: [{ name: 'city' }] }]);
        expect(await search('dd')).toMatchObject([{ name: 'orders' }]);
        expect(await search('姓名')).toMatchObject([{ name: '客户', columns: [{ name: '姓名' }] }]);
        expect(await search('客户 city')).toMatchObject([{ name: '客户', columns: [{ name: 'city' }] }]);
        expect(await search('没有的东西')).toEqual([]);
        const { body } = await reader.get(`${path}/tables/search?${query({ q: 'order', limit: '1' })}`);
        expect(body.data).toMatchObject({ total: 2, tables: [{ name: 'orders' }] });
      });

      it('shows a table with its keys, its first rows and the statement that makes it', async () => {
        const table = await reader.get(`${path}/table?${query({ name: 'order_items' })}`);
        expect(table.body.data).toMatchObject({
          name: 'order_items',
          columns: [{ name: 'order_id', primary: true }, { name: 'line', primary: true }, { name: 'note' }],
          foreign_keys: [{ columns: ['order_id'], references: 'orders', referenced_columns: ['id'] }],
        });
        const preview = await reader.get(`${path}/table/preview?${query({ name: '客户', limit: '1' })}`);
        expect(preview.body.data).toMatchObject({
          rows_count: 1,
          columns: [{ name: 'id' }, { name: '姓名' }, {}],
        });
        expect(preview.body.data.sql).toContain('LIMIT 1');
        const definition = await reader.get(`${path}/table/definition?${query({ name: '客户' })}`);
        expect(definition.body.data.sql).toMatch(/create table/i);
        expect(definition.body.data.sql).toContain('姓名');
      });

      it('names the table that was probably meant', async () => {
        for (const part of ['table', 'table/preview', 'table/definition']) {
          const { status, body } = await reader.get(`${path}/${part}?${query({ name: 'ordrs' })}`);
          expect(status, part).toBe(404);
          expect(body.error.message).toContain('orders');
          expect(body.error.details).toMatchObject({ table: 'ordrs', nearest: 'orders' });
        }
        const named = await reader.get(`${path}/table?${query({ name: 'x"; drop table orders; --`' })}`);
        expect(named.status).toBe(404);
      });

      it('keeps relationships that the owner adds beside the foreign keys', async () => {
        const added = await owner.post(`${path}/relationships`, buyerOf());
        expect(added.body.data, added.text).toMatchObject({ origin: 'added', ...buyerOf() });
        expect(await relationships()).toEqual([
          {
            id: null,
            origin: 'declared',
            from: { schema: null, table: 'order_items', columns: ['order_id'] },
            to: { schema: null, table: 'orders', columns: ['id'] },
          },
          added.body.data,
        ]);
        expect((await owner.post(`${path}/relationships`, buyerOf())).status).toBe(409);
        const declared = {
          from: { schema: null, table: 'order_items', columns: ['order_id'] },
          to: { schema: null, table: 'orders', columns: ['id'] },
        };
        expect((await owner.post(`${path}/relationships`, declared)).status).toBe(409);
        const removed = await owner.delete(`${path}/relationships/${added.body.data.id}`);
        expect(removed.status).toBe(200);
        expect(await relationships()).toHaveLength(1);
        expect((await owner.delete(`${path}/relationships/${added.body.data.id}`)).status).toBe(404);
      });

      it('says what is wrong with a relationship', async () => {
        const wrong = async (body: unknown) => {
          const answer = await owner.post(`${path}/relationships`, body);
          expect(answer.status).toBeGreaterThanOrEqual(404);
          return answer.text;
        };
        expect(await wrong(buyerOf(['buyr']))).toContain('buyer');
        expect(await wrong(buyerOf(['buyer', 'amount']))).toContain('2 对 1');
        expect(await wrong(buyerOf(['buyer', 'buyer'], ['id', 'city']))).toContain('只能出现一次');
        expect(await wrong({ ...buyerOf(), to: { schema: null, table: '客', columns: ['id'] } })).toContain(
          '没有表',
        );
        const self = { schema: null, table: 'orders', columns: ['id'] };
        expect(await wrong({ from: self, to: self })).toContain('自己');
        expect(await wrong(buyerOf([], []))).toContain('VALIDATION_ERROR');
      });

      it('lets only who manages the connection change relationships and see its rights', async () => {
        expect((await reader.post(`${path}/relationships`, buyerOf())).status).toBe(403);
        expect((await stranger.post(`${path}/relationships`, buyerOf())).status).toBe(403);
        expect((await stranger.get(`${path}/rights`)).status).toBe(403);
      });

      it('keeps the layout of each user apart', async () => {
        const layout = {
          positions: { orders: { x: 1.5, y: -2 }, 客户: { x: 0, y: 9 } },
          viewport: { x: 0, y: 0, zoom: 0.5 },
        };
        expect((await reader.put(`${path}/layout`, layout)).body.data).toEqual(layout);
        expect((await reader.put(`${path}/layout`, { positions: {} })).status).toBe(200);
        expect((await reader.put(`${path}/layout`, layout)).status).toBe(200);
        expect((await reader.get(`${path}/layout`)).body.data).toEqual(layout);
        expect((await owner.get(`${path}/layout`)).body.data).toEqual({ positions: {} });
      });

      it('grades the login of the connection, once until asked anew', async () => {
        const first = (await owner.get(`${path}/rights`)).body.data;
        expect(first).toMatchObject({
          grade: 'administrator',
          login: expect.stringMatching(/root|postgres/),
        });
        expect(first.reasons.length).toBeGreaterThan(0);
        expect(first.reader_script).toMatch(/grant/i);
        expect((await owner.get(`${path}/rights`)).body.data).toEqual(first);
        const anew = (await owner.get(`${path}/rights?refresh=true`)).body.data;
        expect(anew.checked_at > first.checked_at).toBe(true);
      });

      it('lets answers join over an added relationship as soon as it is there', async () => {
        const { body } = await owner.post('/connections', target.connection());
        const own = body.data.id as string;
        const question = '每个客户的订单金额合计';
        const sqlOf = async () => {
          const { text } = await ask(owner, question, { connection_id: own });
          return readEvents(text).find((event) => event.type === 'result')?.sql ?? '';
        };
        expect(await sqlOf()).not.toMatch(/join/i);
        await owner.post(`/connections/${own}/relationships`, buyerOf());
        expect(await sqlOf()).toMatch(/join[\s\S]*buyer/i);
        await owner.delete(`/connections/${own}`);
        expect((await owner.get(`/connections/${own}/relationships`)).status).toBe(404);
      });
    });
  });

  it.skipIf(!found.postgresql)('tells why it knows no rights of a login that does not get in', async () => {
    const target = await openTarget.postgresql();
    const connection = { ...target.connection(), username: 'nobody_there', password: 'wrong' };
    const { body } = await owner.post('/connections', connection);
    const rights = (await owner.get(`/connections/${body.data.id}/rights`)).body.data;
    expect(rights).toMatchObject({ grade: 'unknown', login: 'nobody_there', reader_script: '' });
    expect(rights.reasons[0].message).toContain('nobody_there');
    await target.drop();
  });
});
