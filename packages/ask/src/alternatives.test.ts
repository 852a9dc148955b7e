import type { Dialect } from '@sextant/sql/dialect';
import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import {
  chineseShop,
  chineseShopValues,
  shop,
  shopValues,
  sketchCatalog,
  sketchValues,
} from './test-catalogs.ts';

describe('either and both', () => {
  const suppliers = {
    prepared: prepareCatalog(
      sketchCatalog({
        customers: { columns: ['id integer', 'name text', 'city text'] },
        suppliers: { columns: ['id integer', 'title text', 'city text'] },
        orders: { columns: ['id integer', 'customer_id integer -> customers.id'] },
        charges: { columns: ['id integer', 'kind text', 'amount number'] },
        repairs: {
          columns: [
            'id integer',
            'customer_id integer -> customers.id',
            'date_of_repair date',
            'cost_of_repair number',
          ],
        },
      }),
    ),
    values: sketchValues({ 'customers.city': ['Oslo', 'Rome'], 'suppliers.city': ['Oslo', 'Rome'] }),
  };
  const written = (question: string, dialect: Dialect = 'sqlite') => {
    const read = interpret({ question, now: '2025-06-18T10:00:00', ...suppliers });
    return read.kind === 'query'
      ? compile(read.query, dialect).replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')')
      : read.kind;
  };

  it.each(['Which cities have both customers and suppliers?', '哪些城市既有客户又有供应商？'])(
    'name what two tables share: %s',
    (question) => {
      expect(written(question)).toBe('SELECT city FROM customers INTERSECT SELECT city FROM suppliers');
    },
  );

  it('name what only one of them has', () => {
    expect(written('cities that have customers but no suppliers')).toBe(
      'SELECT city FROM customers EXCEPT SELECT city FROM suppliers',
    );
  });

  it.each<[Dialect, string]>([
    ['postgresql', "(city = 'Oslo' OR id IN"],
    ['mysql', "(city = 'Oslo' OR id IN"],
    ['clickhouse', "(city = 'Oslo' OR id IN"],
    ['sqlite', "(city = 'Oslo' OR id IN"],
  ])('join a condition on rows and one on their partners: %s', (dialect, expected) => {
    const text = written('names of customers who live in the city Oslo or have more than 2 orders', dialect);
    expect(text).toContain(expected);
    expect(text).toContain('HAVING COUNT(*) > 2');
  });

  it('read a word within reach of the tables that are named', () => {
    expect(written('the cost of the latest repair')).toBe(
      'SELECT cost_of_repair FROM repairs ORDER BY date_of_repair DESC LIMIT 1',
    );
    expect(written('How many customers live in either the city Oslo or the city Rome?')).toContain(
      "city IN ('Oslo', 'Rome')",
    );
  });

  it('leave out those that are told by what they have', () => {
    expect(written('names of all customers except customers having an order')).toBe(
      'SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)',
    );
  });

  it('are refused where only what is known would be shown', () => {
    expect(written('names of customers in the city Oslo')).toContain("city = 'Oslo'");
    expect(written('the city of the customers in the city Oslo')).toBe('silent');
  });
});

describe('everyday listings', () => {
  const places = {
    shop: { prepared: prepareCatalog(shop), values: shopValues },
    chineseShop: { prepared: prepareCatalog(chineseShop), values: chineseShopValues },
  };
  const written = (place: keyof typeof places, question: string, dialect: Dialect = 'sqlite') => {
    const read = interpret({ question, now: '2025-06-18T10:00:00', ...places[place] });
    return read.kind === 'query'
      ? compile(read.query, dialect).replace(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')')
      : read.kind;
  };

  it.each([
    ['products and their categories', 'SELECT name, category FROM products'],
    [
      'List products, their price and category, sorted by price descending',
      'SELECT name, price, category FROM products ORDER BY price DESC',
    ],
    ['Sort the product names in ascending order', 'SELECT name FROM products ORDER BY name'],
    [
      'Which product has the highest price, and what is the price?',
      'SELECT name, price FROM products ORDER BY price DESC LIMIT 1',
    ],
    ['What are the cheapest 3 products?', 'SELECT name, price FROM products ORDER BY price LIMIT 3'],
    ['products with price over 10 dollars', 'SELECT name FROM products WHERE price > 10'],
  ])('%s', (question, expected) => {
    expect(written('shop', question)).toBe(expected);
  });

  it.each<[keyof typeof places, string]>([
    ['shop', 'Which customer has the most orders, and how many orders do they have?'],
    ['chineseShop', '哪个客户的订单最多，有多少订单？'],
  ])('name whose number it is and the number: %s %s', (place, question) => {
    expect(written(place, question)).toMatch(/SELECT \w+\.\S+, COUNT\(\*\) AS count .* LIMIT 1$/);
  });

  it('take who did something for a condition and when it was done for its time', () => {
    const text = written('shop', 'orders placed in the last 30 days by customers from Germany');
    expect(text).toContain('SELECT o.id FROM orders');
    expect(text).toContain("o.order_date >= '2025-05-20'");
    expect(written('shop', 'list orders of customers in Germany placed in 2024')).toContain('o.order_date');
  });

  it.each<[keyof typeof places, string]>([
    ['chineseShop', '2024年1月和2月的订单数分别是多少'],
    ['shop', 'How many orders were placed in January or February 2024?'],
  ])('keep months in the year named beside them: %s %s', (place, question) => {
    expect(written(place, question)).toMatch(
      /'2024-01-01'.*'2024-02-01'.*'2024-03-01'|'2024-02-01'.*'2024-03-01'.*'2024-01-01'/,
    );
  });

  it('add up amounts listed with a count', () => {
    expect(written('chineseShop', '每个月的订单数和订单金额')).toContain(
      'COUNT(*) AS count, SUM("订单金额")',
    );
  });

  it('ask back where a table keeps a count of its own', () => {
    const courses = sketchCatalog({
      courses: { columns: ['id integer', 'name text', 'num_enrolled integer'] },
      students: { columns: ['id integer', 'name text', 'course_id integer -> courses.id'] },
    });
    const read = interpret({
      question: 'What is the total number of students enrolled in each course?',
      now: '2025-06-18T10:00:00',
      prepared: prepareCatalog(courses),
      values: sketchValues({}),
    });
    expect(read.kind).toBe('clarify');
  });

  it('refuse two periods that do not meet', () => {
    const question = 'customers who signed up in January 2024 and in March 2024';
    expect(written('shop', question)).toBe('silent');
  });

  it.each<[keyof typeof places, Dialect, string, string]>([
    [
      'shop',
      'postgresql',
      'difference between the lowest and highest price for each category',
      'SELECT category, MAX(price) - MIN(price) AS difference FROM products GROUP BY category',
    ],
    [
      'chineseShop',
      'mysql',
      '每个类别最高和最低单价的差值',
      'SELECT `类别`, MAX(`单价`) - MIN(`单价`) AS difference FROM `商品` GROUP BY `类别`',
    ],
  ])('tell the distance of extremes: %s %s', (place, dialect, question, expected) => {
    expect(written(place, question, dialect)).toBe(expected);
  });

  it('leave out remarks on how texts are compared and flags written', () => {
    const remark = 'Match strings case-insensitively. 1 stands for yes and 0 stands for no.';
    expect(written('shop', `How many customers are there? ${remark}`)).toBe(
      'SELECT COUNT(*) AS count FROM customers',
    );
  });
});
