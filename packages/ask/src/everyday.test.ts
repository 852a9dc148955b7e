import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import { chineseShop, chineseShopValues, shop, shopValues } from './test-catalogs.ts';

const places = {
  shop: { prepared: prepareCatalog(shop), values: shopValues },
  chineseShop: { prepared: prepareCatalog(chineseShop), values: chineseShopValues },
};

function read(place: keyof typeof places, question: string) {
  return interpret({ question, now: '2025-06-18T10:00:00', ...places[place] });
}

function sql(place: keyof typeof places, question: string): string {
  const said = read(place, question);
  if (said.kind !== 'query') throw new Error(`${question}: ${JSON.stringify(said)}`);
  return compile(said.query, 'sqlite').replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')');
}

describe('everyday reports in English', () => {
  it.each([
    [
      'number of orders per day in the last 7 days',
      `SELECT strftime('%Y-%m-%d', order_date) AS day, COUNT(*) AS count FROM orders WHERE order_date >= '2025-06-12' GROUP BY strftime('%Y-%m-%d', order_date) ORDER BY day`,
    ],
    [
      'top 5 products by sales last month',
      `SELECT p.name, SUM(oi.unit_price * oi.quantity) AS total_amount FROM order_items AS oi JOIN products AS p ON p.id = oi.product_id JOIN orders AS o ON o.id = oi.order_id WHERE o.order_date >= '2025-05-01' AND o.order_date < '2025-06-01' GROUP BY p.id, p.name ORDER BY total_amount DESC LIMIT 5`,
    ],
    [
      'best-selling product in each category',
      'WITH ranked AS (SELECT p.category, p.name, SUM(oi.quantity) AS total_quantity, ROW_NUMBER() OVER (PARTITION BY p.category ORDER BY SUM(oi.quantity) DESC) AS row_num FROM order_items AS oi JOIN products AS p ON p.id = oi.product_id GROUP BY p.id, p.category, p.name) SELECT category, name, total_quantity FROM ranked WHERE row_num <= 1 ORDER BY category, row_num',
    ],
    [
      'sales this year and last year',
      `SELECT strftime('%Y', o.order_date) AS year, SUM(oi.unit_price * oi.quantity) AS total_amount FROM order_items AS oi JOIN orders AS o ON o.id = oi.order_id WHERE ((o.order_date >= '2025-01-01' AND o.order_date < '2026-01-01') OR (o.order_date >= '2024-01-01' AND o.order_date < '2025-01-01')) GROUP BY strftime('%Y', o.order_date) ORDER BY year`,
    ],
    [
      'which month had the most orders',
      `SELECT strftime('%Y-%m', order_date) AS month FROM orders GROUP BY strftime('%Y-%m', order_date) ORDER BY COUNT(*) DESC LIMIT 1`,
    ],
    [
      'new customers this month',
      `SELECT COUNT(*) AS count FROM customers WHERE signed_up_on >= '2025-06-01' AND signed_up_on < '2025-07-01'`,
    ],
    [
      'products that were never sold',
      'SELECT name FROM products WHERE id NOT IN (SELECT product_id FROM order_items)',
    ],
    [
      'how many customers ordered last month',
      `SELECT COUNT(*) AS count FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE order_date >= '2025-05-01' AND order_date < '2025-06-01')`,
    ],
    [
      'customers with sales over 1000',
      'SELECT c.name FROM order_items AS oi JOIN orders AS o ON o.id = oi.order_id JOIN customers AS c ON c.id = o.customer_id GROUP BY c.id, c.name HAVING SUM(oi.unit_price * oi.quantity) > 1000',
    ],
    [
      'how many products did we sell last month',
      `SELECT SUM(oi.quantity) AS total_quantity FROM order_items AS oi JOIN orders AS o ON o.id = oi.order_id WHERE o.order_date >= '2025-05-01' AND o.order_date < '2025-06-01'`,
    ],
    ['products out of stock', 'SELECT name FROM products WHERE stock_quantity = 0'],
    ['order count by status', 'SELECT status, COUNT(*) AS count FROM orders GROUP BY status'],
    [
      'month over month growth of orders',
      `WITH monthly AS (SELECT strftime('%Y-%m', order_date) AS month, COUNT(*) AS count FROM orders GROUP BY strftime('%Y-%m', order_date)) SELECT month, count, count * 1.0 / NULLIF(LAG(count) OVER (ORDER BY month), 0) - 1 AS growth FROM monthly ORDER BY month`,
    ],
  ])('%s', (question, expected) => {
    expect(sql('shop', question)).toBe(expected);
  });
});

describe('everyday reports in Chinese', () => {
  it.each([
    [
      '上月卖了多少件商品',
      `SELECT SUM(t."数量") AS "total_数量" FROM "订单明细" AS t JOIN "订单" AS t2 ON t2."订单编号" = t."订单编号" WHERE t2."下单时间" >= '2025-05-01' AND t2."下单时间" < '2025-06-01'`,
    ],
    [
      '卖得最好的3个商品',
      'SELECT t2."商品名称", SUM(t."数量") AS "total_数量" FROM "订单明细" AS t JOIN "商品" AS t2 ON t2."商品编号" = t."商品编号" GROUP BY t2."商品编号", t2."商品名称" ORDER BY "total_数量" DESC LIMIT 3',
    ],
    [
      '去年和今年的销售额',
      `SELECT strftime('%Y', "下单时间") AS year, SUM("订单金额") AS "total_订单金额" FROM "订单" WHERE (("下单时间" >= '2024-01-01' AND "下单时间" < '2025-01-01') OR ("下单时间" >= '2025-01-01' AND "下单时间" < '2026-01-01')) GROUP BY strftime('%Y', "下单时间") ORDER BY year`,
    ],
    [
      '今年的销售趋势',
      `SELECT strftime('%Y-%m', "下单时间") AS month, SUM("订单金额") AS "total_订单金额" FROM "订单" WHERE "下单时间" >= '2025-01-01' AND "下单时间" < '2026-01-01' GROUP BY strftime('%Y-%m', "下单时间") ORDER BY month`,
    ],
    [
      '家电和食品的销售额',
      `SELECT SUM(t."成交价" * t."数量") AS total_amount FROM "订单明细" AS t JOIN "商品" AS t2 ON t2."商品编号" = t."商品编号" WHERE t2."类别" IN ('家电', '食品')`,
    ],
    [
      '男女客户比例',
      `SELECT "性别", COUNT(*) * 1.0 / NULLIF(SUM(COUNT(*)) OVER (), 0) AS share FROM "客户" WHERE "性别" IN ('男', '女') GROUP BY "性别"`,
    ],
    ['没有库存的商品有多少', 'SELECT COUNT(*) AS count FROM "商品" WHERE "库存数量" = 0'],
    [
      '按小时统计订单数',
      `SELECT strftime('%H', "下单时间") AS hour_of_day, COUNT(*) AS count FROM "订单" GROUP BY strftime('%H', "下单时间") ORDER BY hour_of_day`,
    ],
    [
      '上个月有多少客户下单',
      `SELECT COUNT(*) AS count FROM "客户" WHERE "客户编号" IN (SELECT "客户编号" FROM "订单" WHERE "下单时间" >= '2025-05-01' AND "下单时间" < '2025-06-01')`,
    ],
    [
      '今年每月的订单数和销售额',
      `SELECT strftime('%Y-%m', "下单时间") AS month, COUNT(*) AS count, SUM("订单金额") AS "total_订单金额" FROM "订单" WHERE "下单时间" >= '2025-01-01' AND "下单时间" < '2026-01-01' GROUP BY strftime('%Y-%m', "下单时间") ORDER BY month`,
    ],
    [
      '各城市的订单总金额',
      'SELECT t2."城市", SUM(t."订单金额") AS "total_订单金额" FROM "订单" AS t JOIN "客户" AS t2 ON t2."客户编号" = t."客户编号" GROUP BY t2."城市"',
    ],
  ])('%s', (question, expected) => {
    expect(sql('chineseShop', question)).toBe(expected);
  });
});

describe('right or silent', () => {
  it.each([
    ['shop', 'who will buy next month?'],
    ['shop', 'active customers last month'],
    ['shop', 'monthly top 3 products'],
    ['chineseShop', '每个月的新增客户数和订单数'],
    ['chineseShop', '预测下个月的销售额'],
    ['chineseShop', '复购率'],
  ] as const)('does not guess in the %s: %s', (place, question) => {
    expect(read(place, question).kind).not.toBe('query');
  });
});
