import { describe, expect, it } from 'vitest';
import { prepareCatalog } from './catalog-index.ts';
import { compile } from './compile.ts';
import { interpret } from './interpret.ts';
import type { SemanticQuery } from './semantic-query.ts';
import {
  chineseShop,
  chineseShopValues,
  library,
  libraryValues,
  school,
  schoolValues,
  shop,
  shopValues,
  sketchCatalog,
} from './test-catalogs.ts';

const places = {
  shop: { prepared: prepareCatalog(shop), values: shopValues },
  chineseShop: { prepared: prepareCatalog(chineseShop), values: chineseShopValues },
  library: { prepared: prepareCatalog(library), values: libraryValues },
  school: { prepared: prepareCatalog(school), values: schoolValues },
};

const now = '2025-06-18T10:00:00';

function ask(place: keyof typeof places, question: string, previous?: SemanticQuery) {
  return interpret({ question, now, ...places[place], previous });
}

function queryOf(place: keyof typeof places, question: string, previous?: SemanticQuery): SemanticQuery {
  const read = ask(place, question, previous);
  if (read.kind !== 'query')
    throw new Error(`${question}: ${read.kind === 'silent' ? read.message : read.question}`);
  return read.query;
}

function sql(place: keyof typeof places, question: string): string {
  return compile(queryOf(place, question), 'sqlite')
    .replace(/\s+/g, ' ')
    .replaceAll('( ', '(')
    .replaceAll(' )', ')');
}

function followedUp(first: string, ...then: string[]): string {
  let query = queryOf('shop', first);
  for (const question of then) query = queryOf('shop', question, query);
  return compile(query, 'sqlite').replace(/\s+/g, ' ');
}

describe('lists and filters', () => {
  it.each([
    [
      'List the names and emails of customers from France',
      "SELECT name, email FROM customers WHERE country = 'France'",
    ],
    ['customers in China or Germany', "SELECT name FROM customers WHERE country IN ('China', 'Germany')"],
    ['orders that are not cancelled', "SELECT id FROM orders WHERE status <> 'cancelled'"],
    ['customers whose name starts with "A"', "SELECT name FROM customers WHERE name LIKE 'A%'"],
    ['单价最高的3个商品', 'SELECT name, price FROM products ORDER BY price DESC LIMIT 3'],
    [
      'What is the price of the most expensive product?',
      'SELECT price FROM products ORDER BY price DESC LIMIT 1',
    ],
    [
      'products with price above average',
      'SELECT name FROM products WHERE price > (SELECT AVG(price) AS average_price FROM products)',
    ],
  ])('%s', (question, expected) => {
    expect(sql('shop', question)).toBe(expected);
  });

  it('reads Chinese names and ranges', () => {
    expect(sql('chineseShop', '单价在10到20之间的商品')).toBe(
      'SELECT "商品名称" FROM "商品" WHERE "单价" >= 10 AND "单价" <= 20',
    );
    expect(sql('chineseShop', '订单金额最高的10个订单')).toBe(
      'SELECT "订单编号", "订单金额" FROM "订单" ORDER BY "订单金额" DESC LIMIT 10',
    );
  });

  it('shows a person by both parts of the name', () => {
    expect(sql('library', 'who wrote "Winter Birds"?')).toBe(
      "SELECT first_name, last_name FROM authors WHERE author_id IN (SELECT author_id FROM books WHERE title = 'Winter Birds')",
    );
  });

  it('takes a yes/no column named by an adjective as a filter', () => {
    expect(sql('library', 'How many rare books are there?')).toBe(
      'SELECT COUNT(*) AS count FROM books WHERE is_rare = 1',
    );
  });
});

describe('counts, groups and measures', () => {
  it.each([
    ['How many customers are there?', 'SELECT COUNT(*) AS count FROM customers'],
    ['按国家统计客户数量', 'SELECT country, COUNT(*) AS count FROM customers GROUP BY country'],
    [
      'average price by category',
      'SELECT category, AVG(price) AS average_price FROM products GROUP BY category',
    ],
    [
      'Which category has the most products?',
      'SELECT category FROM products GROUP BY category ORDER BY COUNT(*) DESC LIMIT 1',
    ],
    [
      '哪些客户的订单超过3个',
      'SELECT c.name FROM orders AS o JOIN customers AS c ON c.id = o.customer_id GROUP BY c.id, c.name HAVING COUNT(*) > 3',
    ],
    [
      'What is the total revenue per country?',
      'SELECT c.country, SUM(oi.unit_price * oi.quantity) AS total_amount FROM order_items AS oi JOIN orders AS o ON o.id = oi.order_id JOIN customers AS c ON c.id = o.customer_id GROUP BY c.country',
    ],
    [
      'Share of customers by country',
      'SELECT country, COUNT(*) * 1.0 / NULLIF(SUM(COUNT(*)) OVER (), 0) AS share FROM customers GROUP BY country',
    ],
  ])('%s', (question, expected) => {
    expect(sql('shop', question)).toBe(expected);
  });

  it('groups by the key where two rows may share a name', () => {
    expect(sql('library', '每个作者的书籍数量')).toContain('GROUP BY a.author_id, a.first_name, a.last_name');
  });

  it('takes money from the order where that is enough and from its lines where the category asks for it', () => {
    expect(sql('chineseShop', '本月的销售额是多少')).toBe(
      `SELECT SUM("订单金额") AS "total_订单金额" FROM "订单" WHERE "下单时间" >= '2025-06-01' AND "下单时间" < '2025-07-01'`,
    );
    expect(sql('chineseShop', '各类别的销售额')).toContain('SUM(t."成交价" * t."数量")');
  });

  it('prefers the column that is called so to one that means much the same', () => {
    expect(sql('school', 'What is the average score of each student?')).toContain('AVG(e.score)');
  });
});

describe('periods', () => {
  it.each([
    [
      'How many orders were shipped in March 2024?',
      "shipped_on >= '2024-03-01' AND shipped_on < '2024-04-01'",
    ],
    ['Number of orders per month in 2024', "order_date >= '2024-01-01' AND order_date < '2025-01-01'"],
    ['上月销售额最高的前5个商品', "o.order_date >= '2025-05-01' AND o.order_date < '2025-06-01'"],
    ['最近7天每天的订单数量', "order_date >= '2025-06-12' AND order_date < '2025-06-19'"],
  ])('%s', (question, expected) => {
    expect(sql('shop', question)).toContain(expected);
  });

  it('refuses a day the calendar does not have', () => {
    expect(ask('chineseShop', '2月30日的订单数')).toMatchObject({
      kind: 'silent',
      message: expect.stringContaining('2月30日'),
    });
  });

  it('tells two periods side by side as one where they meet, and as none where they do not', () => {
    expect(ask('shop', '2023年和2024年的订单数量')).toMatchObject({
      period: { from: '2023-01-01', to: '2025-01-01' },
    });
    expect(ask('shop', '2022年和2024年的订单数量')).toMatchObject({ kind: 'query', period: null });
  });

  it('compares a period with the one a year before', () => {
    expect(sql('chineseShop', '2024年销售额同比增长率')).toContain("'2023-01-01'");
  });
});

describe('what is missing and what is shared', () => {
  it.each([
    [
      'shop',
      'Which customers have no orders?',
      'SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)',
    ],
    [
      'chineseShop',
      '没有下过单的客户有哪些',
      'SELECT "姓名" FROM "客户" WHERE "客户编号" NOT IN (SELECT "客户编号" FROM "订单")',
    ],
    [
      'library',
      'Which books have never been borrowed?',
      'SELECT title FROM books WHERE book_id NOT IN (SELECT book_id FROM loans)',
    ],
  ] as const)('%s: %s', (place, question, expected) => {
    expect(sql(place, question)).toBe(expected);
  });

  it('asks for a partner each where both are wanted', () => {
    const text = sql('school', 'Which students take both Algebra and Biology?');
    expect(text.match(/student_id IN \(/g)).toHaveLength(2);
  });

  it('counts rows whose partners pass a condition', () => {
    expect(sql('shop', 'How many customers have at least 2 orders?')).toContain('HAVING COUNT(*) >= 2');
  });
});

describe('metrics, ranks and relations', () => {
  it('computes a metric from its definition', () => {
    const read = interpret({
      question: '各类别的毛利',
      now,
      ...places.chineseShop,
      evidence: '毛利 = (成交价 - 单价) × 数量',
    });
    expect(read.kind === 'query' && compile(read.query, 'sqlite').replace(/\s+/g, ' ')).toContain(
      'SUM((t."成交价" - t2."单价") * t."数量")',
    );
  });

  it('keeps the best rows within each group', () => {
    expect(queryOf('shop', 'top 2 products by price in each category').limitPer).toEqual({
      dimension: 0,
      limit: 2,
    });
  });

  it('finds rows by a row of the same table', () => {
    expect(sql('school', 'Which teachers report to Ada Reed?')).toBe(
      "SELECT name FROM teachers WHERE reports_to IN (SELECT teacher_id FROM teachers WHERE name = 'Ada Reed')",
    );
  });

  it('takes the average of orders as money per order', () => {
    expect(sql('shop', 'average order value by month this year')).toContain('COUNT(DISTINCT oi.order_id)');
  });
});

describe('silence and questions back', () => {
  it('names the words it cannot place', () => {
    expect(ask('shop', 'How many widgets were melted?')).toMatchObject({
      kind: 'silent',
      unexplained: ['widgets', 'melted'],
    });
  });

  it('names Chinese words whole and what can be asked about in Chinese', () => {
    const read = ask('chineseShop', '火星基地的氧气余量');
    expect(read).toMatchObject({ kind: 'silent', unexplained: ['火星基地', '氧气余量'] });
    if (read.kind === 'silent') expect(read.nearest.join()).toMatch(/^[\p{Script=Han},]+$/u);
  });

  it('says that a connection has no tables rather than that words are unknown', () => {
    const prepared = prepareCatalog({ tables: [] });
    const read = interpret({ question: '订单数量', now, prepared, values: shopValues });
    expect(read).toMatchObject({ kind: 'silent', message: '这个连接里还没有任何表。', nearest: [] });
  });

  it('has nothing to say to an empty question, to chatter and to other matters', () => {
    for (const question of [
      '',
      '   ',
      '?!',
      'What is the meaning of life?',
      '今天天气怎么样',
      '😀😀',
      'DROP TABLE customers',
    ]) {
      expect(ask('shop', question).kind, question).not.toBe('query');
    }
  });

  it('does not run a long text', () => {
    expect(ask('shop', 'customers '.repeat(1000))).toMatchObject({ kind: 'silent' });
  });

  it('asks which column is meant when two serve equally, with questions that settle it', () => {
    const read = ask('shop', 'Show all names');
    expect(read.kind).toBe('clarify');
    if (read.kind !== 'clarify') return;
    for (const choice of read.choices)
      expect(ask('shop', choice.question).kind, choice.question).toBe('query');
  });

  it('refuses a range that no row can be in', () => {
    expect(ask('school', 'students older than 40 and younger than 30').kind).toBe('silent');
  });

  it('says so when a quoted value is nowhere in a column it knows fully', () => {
    expect(ask('library', 'books with title "The Short Road"').kind).toBe('silent');
  });
});

const sales = prepareCatalog(
  sketchCatalog({
    products: { columns: ['id integer', 'name text', 'list_price number', 'cost number'] },
    payments: { columns: ['id integer', 'order_id integer -> orders.id', 'amount number'] },
    stores: { columns: ['id integer', 'name text', 'country text'] },
    customers: { columns: ['id integer', 'name text', 'country text'] },
    orders: {
      columns: [
        'id integer',
        'customer_id integer -> customers.id',
        'store_id integer -> stores.id',
        'ordered_at date',
        'freight number',
      ],
    },
  }),
);

describe('money', () => {
  it.each(['average price of products', '商品的平均价格'])(
    'is a price and no payment or cost: %s',
    (question) => {
      const read = interpret({ question, now, prepared: sales, values: shopValues });
      expect(read.kind === 'query' && compile(read.query, 'sqlite')).toContain('AVG(list_price)');
    },
  );
});

describe('tables alike', () => {
  it('says which of two sheets with the same columns was taken', () => {
    const columns = ['城市 text', '销售日期 date', '销售额 number'];
    const one = prepareCatalog(sketchCatalog({ 门店销售: { columns } }));
    const two = prepareCatalog(sketchCatalog({ 门店销售: { columns }, 门店销售_2: { columns } }));
    const values = shopValues;
    const question = '按城市统计销售额';
    expect(interpret({ question, now, prepared: one, values })).toMatchObject({ kind: 'query', checks: [] });
    const read = interpret({ question, now, prepared: two, values });
    expect(read).toMatchObject({ kind: 'query', checks: [{ code: 'assumption' }] });
  });
});

describe('follow-ups', () => {
  it('replaces the grouping, adds conditions and a limit', () => {
    expect(followedUp('按国家统计客户数量', '那按城市呢', 'only in China', 'top 5 instead')).toBe(
      "SELECT city, COUNT(*) AS count FROM customers WHERE country = 'China' GROUP BY city ORDER BY count DESC LIMIT 5",
    );
  });

  it('tells the period that it keeps, and none where there was none', () => {
    const monthly = queryOf('shop', 'Number of orders per month in 2024');
    expect(ask('shop', '那按城市呢', monthly)).toMatchObject({
      kind: 'query',
      period: { from: '2024-01-01', to: '2025-01-01' },
    });
    const eitherMonth = queryOf('shop', '2024年1月和2024年2月的订单数量');
    expect(ask('shop', '那按城市呢', eitherMonth)).toMatchObject({
      kind: 'query',
      period: { from: '2024-01-01', to: '2024-03-01' },
    });
    const always = queryOf('shop', 'Number of orders per month');
    expect(ask('shop', '那按城市呢', always)).toMatchObject({ kind: 'query', period: null });
  });

  it('does not leave out a share that is asked for', () => {
    expect(followedUp('按国家统计客户数量', 'share of customers by city')).toContain('AS share');
  });

  it('asks back about a whole question that ties, instead of reading it within the period before', () => {
    const asked = { now, prepared: sales, values: shopValues };
    const first = interpret({ question: 'total freight of orders last month', ...asked });
    if (first.kind !== 'query') throw new Error(first.kind);
    const question = 'total freight by country';
    expect(interpret({ question, ...asked, previous: first.query })).toMatchObject({ kind: 'clarify' });
  });

  it('replaces the period', () => {
    const text = followedUp('Number of orders per month in 2024', '只看2023年');
    expect(text).toContain("order_date >= '2023-01-01' AND order_date < '2024-01-01'");
    expect(text).not.toContain("'2025-01-01'");
  });
});
