import type { Interpretation } from './interpretation.ts';
import type { SemanticQuery } from './semantic-query.ts';

/** Why a question counts as hard. */
export type HardReason = 'builtin_silent' | 'several_tables' | 'nested';

/** Tables from which on a question is hard in any words. */
const manyTables = 4;

/** Words whose answer takes a query inside a query, a set operation, a window or rows that are not there. */
const nesting =
  /[高低大小多少超长早晚](于|过)?平均|比平均|既[^，。]+又|同时(也|又|买|有|购)|从未|从没|没有(任何|过|一)|一次也没|至少[^，。]*(个|次|种|家)|占比|比例|比重|百分比|同比|环比|增长|连续|累计|排名|分别|除了|每(个|位|种|家|年|月|天|类)[^，。]*最|各[^，。]*最|\bthan (the |its |their |an )?(overall |own )?average\b|\b(above|below) (the |its |their )?average\b|\bboth\b.*\band\b|\bbut (not|never|no)\b|\bnever\b|\bwithout\b|\bneither\b|\bexcept\b|\bat least\b|\bevery\b|\beach\b.*\b(most|least|highest|lowest|latest|first|top|best)\b|\bper\b.*\b(most|highest|top|best)\b|\b(share|ratio|proportion|percentage|growth|cumulative|consecutive|rank(ing|ed)?|year[- ]over[- ]year|month[- ]over[- ]month)\b|\brunning total\b/i;

/**
 * Why a question is hard, by a fixed measure; empty when it is not. It is hard when the built-in engine makes no query
 * of it, when its query needs four tables, or when it needs two and the question holds words of nesting.
 */
export function hardReasons(question: string, meaning: Interpretation): HardReason[] {
  if (meaning.kind !== 'query') return ['builtin_silent'];
  const { query } = meaning;
  const tables = Math.max(1 + query.joins.length, namedTables(query));
  const isNested = nesting.test(question.normalize('NFKC')) || query.combine !== undefined;
  if (tables < 2 || (tables < manyTables && !isNested)) return [];
  return isNested ? ['several_tables', 'nested'] : ['several_tables'];
}

/** The tables of a query with those of its conditions, wherever they stand in it. */
function namedTables(query: SemanticQuery): number {
  return new Set(JSON.stringify(query).match(/"table":"(?:[^"\\]|\\.)*"/g)).size;
}
