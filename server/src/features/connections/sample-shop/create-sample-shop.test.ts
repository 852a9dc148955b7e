import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampleShop } from './create-sample-shop.ts';

let folder: string;
let shop: DatabaseSync;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-shop-'));
  await createSampleShop(join(folder, 'shop.sqlite'), { today: '2026-03-18' });
  shop = new DatabaseSync(join(folder, 'shop.sqlite'), { readOnly: true });
});

afterAll(async () => {
  shop.close();
  await rm(folder, { recursive: true });
});

function one(sql: string, path = shop): unknown {
  return Object.values(path.prepare(sql).get() ?? {})[0];
}

test('the shop has 20,000 orders that reach from two years ago up to today', () => {
  expect(one('SELECT COUNT(*) FROM orders')).toBe(20_000);
  expect(one('SELECT MIN(date(ordered_at)) FROM orders')).toBe('2024-03-19');
  expect(one('SELECT MAX(date(ordered_at)) FROM orders')).toBe('2026-03-18');
  expect(one('SELECT COUNT(DISTINCT date(ordered_at)) FROM orders')).toBe(730);
});

test('every foreign key points at a row that exists', () => {
  expect(shop.prepare('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(one("SELECT COUNT(*) FROM pragma_foreign_key_list('orders')")).toBe(3);
});

test('an order comes after its customer registered and its products were launched', () => {
  const early = `SELECT COUNT(*) FROM orders o JOIN customers c ON c.id = o.customer_id
    WHERE o.ordered_at < c.registered_at`;
  const unlaunched = `SELECT COUNT(*) FROM order_items i JOIN orders o ON o.id = i.order_id
    JOIN products p ON p.id = i.product_id WHERE date(o.ordered_at) < p.launched_on`;
  expect(one(early)).toBe(0);
  expect(one(unlaunched)).toBe(0);
});

test('the amounts add up', () => {
  const unequal = `SELECT COUNT(*) FROM orders o
    JOIN (SELECT order_id, SUM(amount) AS goods FROM order_items GROUP BY order_id) i ON i.order_id = o.id
    WHERE ABS(i.goods - o.discount - o.total_amount) > 0.005`;
  expect(one(unequal)).toBe(0);
  expect(one('SELECT COUNT(*) FROM orders WHERE id NOT IN (SELECT order_id FROM order_items)')).toBe(0);
  expect(one('SELECT COUNT(*) FROM order_items WHERE ABS(quantity * unit_price - amount) > 0.005')).toBe(0);
});

test('sales grow from the first year to the second and are busier at weekends', () => {
  const growth = `SELECT SUM(ordered_at >= '2025-03-19') * 1.0 / SUM(ordered_at < '2025-03-19') FROM orders`;
  expect(one(growth)).toBeGreaterThan(1.2);
  const weekend = `SELECT AVG(strftime('%u', ordered_at) > '5') FROM orders`;
  expect(one(weekend)).toBeGreaterThan(2 / 7);
});

test('values that real data lacks are missing here too', () => {
  for (const column of ['gender', 'birthday', 'email', 'province']) {
    expect(one(`SELECT COUNT(*) FROM customers WHERE ${column} IS NULL`), column).toBeGreaterThan(50);
  }
  expect(
    one('SELECT COUNT(*) FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)'),
  ).toBeGreaterThan(100);
});

test('the same day and seed give the same shop, another seed another one', async () => {
  const fingerprint = 'SELECT SUM(total_amount * id) || COUNT(DISTINCT customer_id) FROM orders';
  const again = join(folder, 'again.sqlite');
  await createSampleShop(again, { today: '2026-03-18' });
  const other = join(folder, 'other.sqlite');
  await createSampleShop(other, { today: '2026-03-18', seed: 7 });
  const [first, second, third] = [shop, new DatabaseSync(again), new DatabaseSync(other)];
  expect(one(fingerprint, second)).toBe(one(fingerprint, first));
  expect(one(fingerprint, third)).not.toBe(one(fingerprint, first));
  second.close();
  third.close();
});

test('a folder that does not exist is an error, and nothing unfinished stays behind', async () => {
  await expect(
    createSampleShop(join(folder, 'none', 'shop.sqlite'), { today: '2026-03-18' }),
  ).rejects.toThrow();
  await expect(createSampleShop(join(folder, 'x.sqlite'), { today: 'yesterday' })).rejects.toThrow(
    '"yesterday"',
  );
  expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
});
