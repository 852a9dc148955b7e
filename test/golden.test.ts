import { compile } from '@sextant/ask/compile';
import { dialects } from '@sextant/sql/dialect';
import { guard } from '@sextant/sql/guard';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoldenShop, openGoldenShop } from '../scripts/golden/golden-shop.ts';
import { goldenFile, readGoldenQuestions, runGolden } from '../scripts/golden/run-golden.ts';

const lowestAccuracy = 0.85;
const lowestPrecision = 0.95;

let shop: GoldenShop;
beforeAll(async () => {
  shop = await openGoldenShop();
});
afterAll(() => shop?.close());

test.each(['zh', 'en'] as const)(
  'the golden questions in %s are answered rightly or not at all',
  async (language) => {
    const questions = await readGoldenQuestions(goldenFile(language));
    const score = runGolden(shop.database, questions, shop.understand);
    const wrong = score.outcomes.filter((one) => one.outcome === 'wrong').map((one) => one.question.question);
    expect(score.precision, `wrong: ${wrong.join(' | ')}`).toBeGreaterThanOrEqual(lowestPrecision);
    expect(score.accuracy).toBeGreaterThanOrEqual(lowestAccuracy);
  },
);

test.each(dialects)('what the golden questions become in %s passes its guard', async (dialect) => {
  const questions = [
    ...(await readGoldenQuestions(goldenFile('zh'))),
    ...(await readGoldenQuestions(goldenFile('en'))),
  ];
  let written = 0;
  for (const { question } of questions) {
    const said = shop.understand(question, null);
    if (said.kind !== 'query') continue;
    const sql = compile(said.query, dialect);
    expect(await guard(sql, dialect), `${question}\n${sql}`).toMatchObject({ allow: true });
    written += 1;
  }
  expect(written).toBeGreaterThan(200);
});
