import { expect, test } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { explainStatement, type StatementNames } from './statement-links.ts';
import { chineseShop, chineseShopValues, shop, shopValues } from './test-catalogs.ts';

const now = '2024-06-15T10:00:00';
const column = (name: string) => {
  const [table = '', field = ''] = name.split('.');
  return { schema: null, table, column: field };
};
const statement = (sql: string, columns: string[], literals: string[] = []): StatementNames => ({
  sql,
  tables: [...new Set(columns.map((name) => name.split('.')[0] ?? ''))].map((name) => ({
    schema: null,
    name,
  })),
  columns: columns.map(column),
  literals,
});
const words = (question: string, read: StatementNames) => {
  const isChinese = /\p{Script=Han}/u.test(question);
  const prepared = prepareCatalog(isChinese ? chineseShop : shop);
  const values = isChinese ? chineseShopValues : shopValues;
  const { links, period } = explainStatement({ question, now, prepared, values }, read);
  return { links: links.map(({ text, target }) => `${text} → ${target}`), period };
};

test('words are linked to what the statement reads, with the values it names', () => {
  const read = statement(
    "select count(*) from orders join customers on … where country = 'France' and status = 'paid'",
    ['orders.status', 'orders.customer_id', 'customers.id', 'customers.country'],
    ['France', 'paid'],
  );
  const { links } = words('How many paid orders came from customers in France?', read);
  expect(links).toEqual([
    'paid → orders.status = paid',
    'orders → orders',
    'customers → customers',
    'France → customers.country = France',
  ]);
});

test('what the statement does not hold is linked to nothing', () => {
  const read = statement(
    "select count(*) from customers where country = 'Germany'",
    ['customers.country'],
    ['Germany'],
  );
  expect(words('How many customers in France ordered in May 2024?', read)).toEqual({
    links: ['customers → customers'],
    period: null,
  });
});

test.each([
  ["where 下单时间 >= '2024-05-01' and 下单时间 < '2024-06-01'", '2024-05-01'],
  ["where strftime('%Y-%m', 下单时间) = '2024-05'", '2024-05-01'],
  ["where 下单时间 >= date('now', '-1 month')", undefined],
])('上月 is told as the period only of a statement that holds its days: %s', (condition, from) => {
  const read = statement(`select sum(订单金额) from 订单 ${condition}`, ['订单.下单时间', '订单.订单金额']);
  expect(words('上月的订单金额是多少', read).period?.from).toBe(from);
});
