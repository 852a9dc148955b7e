import { openGoldenShop } from './golden/golden-shop.ts';
import { type GoldenScore, goldenFile, readGoldenQuestions, runGolden } from './golden/run-golden.ts';

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

function report(language: string, score: GoldenScore, milliseconds: number): string {
  const count = (outcome: string): number => score.outcomes.filter((one) => one.outcome === outcome).length;
  const pace = (milliseconds / score.asked).toFixed(1);
  const head = `${language}: ${score.asked} asked, accuracy ${percent(score.accuracy)}, precision ${percent(score.precision)}`;
  const counts = `right ${count('right')}, wrong ${count('wrong')}, silent ${count('silent')}`;
  const failures = score.outcomes
    .filter(({ question, outcome }) => outcome !== (question.answerable ? 'right' : 'silent'))
    .map(({ question, outcome, sql, message }) =>
      [
        `\n✗ ${question.id} (${outcome}) ${question.question}`,
        message,
        sql,
        question.gold[0] && `gold: ${question.gold[0]}`,
      ]
        .filter((line) => line)
        .join('\n  '),
    );
  return [...failures, '', `${head} (${counts}; ${pace} ms each with the comparison)`].join('\n');
}

/** `npm run golden`: asks the sample shop the golden questions and prints what went wrong, then the figures. */
async function main(): Promise<void> {
  const shop = await openGoldenShop();
  try {
    for (const language of ['zh', 'en'] as const) {
      const questions = await readGoldenQuestions(goldenFile(language));
      const started = performance.now();
      const score = runGolden(shop.database, questions, shop.understand);
      console.log(report(language, score, performance.now() - started));
    }
  } finally {
    await shop.close();
  }
}

await main();
