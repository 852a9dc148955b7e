import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import { chineseShop, chineseShopValues, library, libraryValues, shop, shopValues } from './test-catalogs.ts';
import { travel, travelValues } from './test-catalogs-travel.ts';

const places = {
  shop: { prepared: prepareCatalog(shop), values: shopValues },
  chineseShop: { prepared: prepareCatalog(chineseShop), values: chineseShopValues },
  library: { prepared: prepareCatalog(library), values: libraryValues },
  travel: { prepared: prepareCatalog(travel), values: travelValues },
};

type Place = keyof typeof places;

function ask(place: Place, question: string, evidence?: string) {
  return interpret({ question, now: '2025-06-18T10:00:00', ...places[place], evidence });
}

function sql(place: Place, question: string, evidence?: string): string {
  const read = ask(place, question, evidence);
  if (read.kind !== 'query') return read.kind;
  return compile(read.query, 'sqlite').replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')');
}

describe('two keys to one table', () => {
  const both =
    "SELECT COUNT(*) AS count FROM trips WHERE from_station IN (SELECT code FROM stations WHERE city = 'Oslo') AND to_station IN (SELECT code FROM stations WHERE city = 'Rome')";

  it.each([
    ['How many trips go from Oslo to Rome?', both],
    ['从Oslo到Rome有多少trips', both],
  ])('are told apart by the words near each value: %s', (question, expected) => {
    expect(sql('travel', question)).toBe(expected);
  });

  it('are asked back when nothing says which is meant', () => {
    expect(ask('travel', 'How many trips have Oslo?').kind).not.toBe('query');
  });
});

describe('ratios and averages of counts', () => {
  it.each<[Place, string, string]>([
    [
      'shop',
      'average number of orders per customer',
      'SELECT COUNT(customer_id) * 1.0 / NULLIF(COUNT(DISTINCT customer_id), 0) AS average_count FROM orders',
    ],
    [
      'chineseShop',
      '平均每个客户有多少订单',
      'SELECT COUNT("客户编号") * 1.0 / NULLIF(COUNT(DISTINCT "客户编号"), 0) AS average_count FROM "订单"',
    ],
    [
      'shop',
      'ratio of total price to total stock quantity for each category of products',
      'SELECT category, SUM(price) * 1.0 / NULLIF(SUM(stock_quantity), 0) AS ratio FROM products GROUP BY category',
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(sql(place, question)).toBe(expected);
  });

  it('leave out no row without a partner', () => {
    expect(sql('shop', 'ratio of orders to customers')).toContain(
      '(SELECT COUNT(*) AS count FROM customers)',
    );
  });

  it('read the average of counts by month', () => {
    expect(sql('shop', 'average number of orders per month')).toContain(
      "COUNT(DISTINCT strftime('%Y-%m', order_date))",
    );
  });
});

describe('conditions', () => {
  it.each<[Place, string, string]>([
    [
      'shop',
      'products with price below 5 or stock quantity over 100',
      'SELECT name FROM products WHERE (price < 5 OR stock_quantity > 100)',
    ],
    [
      'chineseShop',
      '单价低于5或库存数量超过100的商品',
      'SELECT "商品名称" FROM "商品" WHERE ("单价" < 5 OR "库存数量" > 100)',
    ],
    ['shop', "products that have 'xy' in their name", "SELECT name FROM products WHERE name LIKE '%xy%'"],
    [
      'shop',
      'How many orders were placed on weekends?',
      "SELECT COUNT(*) AS count FROM orders WHERE (strftime('%u', order_date) = '6' OR strftime('%u', order_date) = '7')",
    ],
    [
      'shop',
      'List the customers that have no orders, by doing a left join from customers to orders.',
      'SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)',
    ],
  ])('%s: %s', (place, question, expected) => {
    expect(sql(place, question)).toBe(expected);
  });

  it.each<[Place, string, string]>([
    ['shop', 'customers with 1 or 2 orders', 'HAVING COUNT(*) >= 1 AND COUNT(*) <= 2'],
    ['chineseShop', '有1个或2个订单的客户', 'HAVING COUNT(*) >= 1 AND COUNT(*) <= 2'],
    ['shop', 'customers with more than a single order', 'HAVING COUNT(*) > 1'],
    ['chineseShop', '不止一个订单的客户', 'HAVING COUNT(*) > 1'],
  ])('count partners: %s %s', (place, question, expected) => {
    expect(sql(place, question)).toContain(expected);
  });
});

describe('what is asked for', () => {
  it.each<[Place, string, string]>([
    [
      'shop',
      'the highest and lowest price of products',
      'SELECT MAX(price) AS max_price, MIN(price) AS min_price FROM products',
    ],
    [
      'chineseShop',
      '商品的最高和最低单价',
      'SELECT MAX("单价") AS "max_单价", MIN("单价") AS "min_单价" FROM "商品"',
    ],
    [
      'shop',
      'What is the price of the most expensive product?',
      'SELECT price FROM products ORDER BY price DESC LIMIT 1',
    ],
    ['shop', 'the first order', 'SELECT id FROM orders ORDER BY order_date LIMIT 1'],
    [
      'shop',
      'distinct combinations of country and city of customers',
      'SELECT DISTINCT country, city FROM customers',
    ],
    [
      'travel',
      'What is the total number of platforms?',
      'SELECT SUM(platform_count) AS total_platform_count FROM stations',
    ],
    ['travel', 'the names and weights of the trains', 'SELECT train_name, train_weight FROM trips'],
  ])('%s: %s', (place, question, expected) => {
    expect(sql(place, question)).toBe(expected);
  });

  it('is what a sentence of its own lists', () => {
    const question = 'How many customers are there? Return the number of orders for each customer.';
    expect(sql('shop', question)).toContain('SELECT c.name, COUNT(*) AS count FROM orders');
  });

  it('is refused where a second question counts within the first', () => {
    expect(sql('shop', 'How many orders were placed in 2024? How many of these were cancelled?')).toBe(
      'silent',
    );
  });

  it('is the time between two columns of a row', () => {
    expect(sql('library', 'average days between loaned on and returned on of loans')).toContain('AVG(');
  });

  it('reads quoted names after other quoted names', () => {
    expect(sql('library', 'books of the genre "Fantasy" or the genre "Poetry"')).toContain(
      "genre IN ('Fantasy', 'Poetry')",
    );
  });
});

describe('shorthand that the evidence defines', () => {
  const evidence = 'ASP = Average Price of products\nXYZ = something else';

  it('is read as its words', () => {
    expect(sql('shop', 'What is the ASP by category?', evidence)).toBe(
      'SELECT category, AVG(price) AS average_price FROM products GROUP BY category',
    );
  });

  it('is linked where it stands in the question', () => {
    const question = 'What is the ASP by category?';
    const [link] = ask('shop', question, evidence).links;
    expect(link).toMatchObject({ text: 'ASP', start: question.indexOf('ASP') });
  });

  it('stays unexplained without the evidence', () => {
    expect(sql('shop', 'What is the ASP by category?')).toBe('silent');
  });
});
