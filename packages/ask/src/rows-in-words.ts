import type { PreparedTable } from './catalog-index.ts';
import { unreadable } from './formula-text.ts';
import type { FormulaContext } from './metric-measure.ts';
import { isHan } from './normalize.ts';
import type { Filter, SemanticQuery } from './semantic-query.ts';

type Reader = Pick<FormulaContext, 'readWords'>;

/** The ways to say of which rows something holds. */
function sentences(words: string, table: PreparedTable): string[] {
  const isChinese = [...words].some(isHan);
  return isChinese
    ? [words, `${words}的${table.name}`]
    : [
        words,
        `${table.name} who ${words}`,
        `${table.name} that ${words}`,
        `${table.name} with ${words}`,
        `${table.name} whose ${words}`,
        `${words} ${table.name}`,
      ];
}

function shows(query: SemanticQuery, table: PreparedTable): boolean {
  return query.dimensions.every(
    ({ column, grain }) =>
      column.table === table.name && column.schema === table.schema && !column.instance && !grain,
  );
}

/** The rows of a table that a query finds, as a condition on them; null when it finds something else. */
function membership(query: SemanticQuery, table: PreparedTable): Filter | null {
  const [key, another] = table.primaryKey;
  const cutOff = query.limit !== null || query.combine || query.limitPer || query.order.length > 0;
  const says = query.filters.length + query.having.length > 0;
  const lists = query.dimensions.length > 0 && shows(query, table);
  if (!key || another || cutOff || !says || !lists) return null;
  const isOwn = query.from.table === table.name && query.from.schema === table.schema;
  if (isOwn && query.joins.length === 0 && query.measures.length + query.having.length === 0)
    return query.filters.length === 1 ? (query.filters[0] ?? null) : { kind: 'and', filters: query.filters };
  const [join, more] = query.joins;
  const foreign = join?.from[0];
  const direct =
    !more &&
    foreign &&
    join.from.length === 1 &&
    join.to[0]?.table === table.name &&
    join.to[0].column === key.name &&
    !JSON.stringify([query.filters, query.having]).includes(`"table":${JSON.stringify(table.name)}`);
  const inner = direct
    ? { ...query, joins: [], dimensions: [{ column: foreign }] }
    : { ...query, dimensions: [{ column: key.ref }] };
  return { kind: 'in_query', column: key.ref, query: { ...inner, measures: [], distinct: false } };
}

/** Reads words such as `has ordered in the last 30 days` as a condition on rows of a table; throws when it cannot. */
export function asRowsOf({ readWords }: Reader, words: string, table: PreparedTable): Filter {
  for (const sentence of sentences(words, table)) {
    const query = readWords(sentence);
    const filter = query && membership(query, table);
    if (filter) return filter;
  }
  return unreadable(
    `看不懂“${words}”；请写成条件，如 表.列 = '值'，或换一种说法`,
    `"${words}" cannot be read; write a condition such as table.column = 'value', or word it differently`,
  );
}
