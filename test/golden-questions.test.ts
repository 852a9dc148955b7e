import { sameRows } from '@sextant/ask/same-rows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoldenShop, openGoldenShop } from '../scripts/golden/golden-shop.ts';
import { goldenFile, readGoldenQuestions } from '../scripts/golden/run-golden.ts';

let shop: GoldenShop;
beforeAll(async () => {
  shop = await openGoldenShop();
});
afterAll(() => shop?.close());

function rowsOf(sql: string) {
  return shop.database
    .prepare(sql)
    .all()
    .map((row) => Object.values(row));
}

test.each(['zh', 'en'] as const)(
  'the golden questions in %s are many, each its own, and follow known ones',
  async (language) => {
    const questions = await readGoldenQuestions(goldenFile(language));
    const ids = questions.map((one) => one.id);
    expect(questions.length).toBeGreaterThanOrEqual(70);
    expect(new Set(ids).size).toBe(ids.length);
    expect(questions.filter((one) => !one.answerable).length).toBeGreaterThanOrEqual(8);
    for (const { previous } of questions) if (previous !== undefined) expect(ids).toContain(previous);
  },
);

test.each(['zh', 'en'] as const)(
  'every gold statement in %s finds rows that hold something',
  async (language) => {
    for (const { id, gold, ordered } of await readGoldenQuestions(goldenFile(language))) {
      for (const sql of gold) {
        const rows = rowsOf(sql);
        expect(
          rows.flat().some((cell) => cell !== null),
          `${id}: ${sql}`,
        ).toBe(true);
        expect(sameRows(rows, rows, ordered), id).toBe(true);
      }
    }
  },
);

test.each([
  ['zh', '最近7天每天的订单数量'],
  ['zh', '按国家统计客户数量'],
  ['zh', '上月销售额最高的前5个商品'],
  ['en', 'average order value by month this year'],
] as const)('what a newcomer clicks first is among them (%s): %s', async (language, text) => {
  const questions = await readGoldenQuestions(goldenFile(language));
  expect(questions.map((one) => one.question)).toContain(text);
});
