import { parseHanNumber } from './numbers.ts';
import type { Operation } from './operations.ts';

interface RankMatch {
  end: number;
  operation: Operation;
}

const pattern =
  /(排名|排在|排|位列|位居|名列|居)?第([二三四五六七八九十]{1,3}|\d{1,2})(名|位)?(高|大|多|长|贵|重|好|强|低|小|少|短|便宜|轻|差)?/y;
const rising = /[低小少短轻差]|便宜/;

/** 第二高, 排名第三, `the second highest` in Chinese: which row of a ranking is wanted, counted from its head. */
export function readRank(text: string, position: number): RankMatch | null {
  pattern.lastIndex = position;
  const found = pattern.exec(text);
  if (!found) return null;
  const [whole, ranked, digits = '', , adjective] = found;
  if (!ranked && !adjective) return null;
  const place = /^\d/.test(digits) ? Number(digits) : parseHanNumber(digits);
  if (!place) return null;
  const direction = adjective && rising.test(adjective) ? 'asc' : 'desc';
  const end = position + whole.length;
  if (adjective === '多' || adjective === '少') return { end, operation: { op: 'most', direction, place } };
  return { end, operation: { op: 'superlative', direction, of: [], place } };
}
