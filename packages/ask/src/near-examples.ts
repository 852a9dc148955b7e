import { isHan, normalizeText } from './normalize.ts';
import { singular } from './words.ts';

const leastSimilar = 0.1;
const stopWords = new Set(
  'a an and are by do does for from have how in is it many me much of on or show the there to was were what when which who with'.split(
    ' ',
  ),
);

/** The parts two questions are compared by: Latin words without endings, Chinese pieces of one to three characters. */
function featuresOf(question: string): Map<string, number> {
  const features = new Map<string, number>();
  const put = (feature: string, weight: number) => features.set(feature, weight);
  for (const run of normalizeText(question).match(/\p{Script=Han}+|[\p{L}\p{N}_]+/gu) ?? []) {
    if (!isHan(run.charAt(0))) {
      if (!stopWords.has(run)) put(singular(run), 2);
      continue;
    }
    for (let size = 1; size <= 3; size += 1) {
      for (let start = 0; start + size <= run.length; start += 1)
        put(run.slice(start, start + size), size / 2);
    }
  }
  return features;
}

function lengthOf(features: Map<string, number>): number {
  return Math.hypot(...features.values());
}

/** How alike two questions are, 0 to 1: the cosine of their words and Chinese character n-grams. */
function similarity(left: Map<string, number>, right: Map<string, number>): number {
  let product = 0;
  for (const [feature, weight] of left) product += weight * (right.get(feature) ?? 0);
  const lengths = lengthOf(left) * lengthOf(right);
  return lengths === 0 ? 0 : product / lengths;
}

/** The examples whose questions are most like the given one, best first; none that have hardly a word in common. */
export function nearestExamples<T extends { question: string }>(
  question: string,
  examples: readonly T[],
  limit: number,
): T[] {
  const asked = featuresOf(question);
  return examples
    .map((example) => ({ example, score: similarity(asked, featuresOf(example.question)) }))
    .filter(({ score }) => score >= leastSimilar)
    .sort((left, right) => right.score - left.score)
    .slice(0, limit)
    .map(({ example }) => example);
}
