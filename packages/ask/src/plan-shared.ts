import { isColumn, type PreparedColumn, type PreparedTable } from './catalog-index.ts';
import type { Draft, Noun } from './draft.ts';
import { namesTable } from './draft-reader.ts';
import { pickTable, type Resolver } from './resolver.ts';
import type { SemanticQuery } from './semantic-query.ts';

function columnIn(table: PreparedTable, noun: Noun): PreparedColumn | null {
  const found = noun.candidates.filter(
    ({ thing, score }) => isColumn(thing) && thing.table === table && score >= 0.8,
  );
  const [best, next] = found;
  const clear = best && (!next || best.score - next.score >= 0.1);
  return clear && isColumn(best.thing) ? best.thing : null;
}

function isPlain(draft: Draft): boolean {
  return (
    draft.conditions.length + draft.measures.length + draft.groups.length + draft.orders.length === 0 &&
    draft.grains.length === 0 &&
    draft.limit === null
  );
}

function linked(left: PreparedTable, right: PreparedTable): boolean {
  return left.edges.some((edge) => edge.child === right || edge.parent === right);
}

/**
 * `cities that have both customers and suppliers`, `cities with customers but no suppliers`: the values of a column
 * that two tables without a key between them share, or that only the one has. Null when the question asks for
 * nothing like it.
 */
export function planShared(resolver: Resolver, draft: Draft): SemanticQuery | null {
  const column = draft.selects.filter((mention) => !namesTable(mention.noun));
  const tables = draft.selects.filter((mention) => namesTable(mention.noun));
  const [shown, another] = column;
  const [absent, more] = draft.absences;
  const paired = draft.both && !absent ? tables.length === 2 : absent && !more && tables.length === 1;
  if (!shown || another || !paired || !isPlain(draft)) return null;
  const [first, second] = [...tables, ...draft.absences].map(({ noun }) => pickTable(resolver, noun));
  if (!first || !second || first === second || linked(first, second)) return null;
  const left = columnIn(first, shown.noun);
  const right = columnIn(second, shown.noun);
  if (!left || !right) return null;
  const listing = (from: PreparedColumn): SemanticQuery => ({
    from: { schema: from.table.schema, table: from.table.name },
    joins: [],
    dimensions: [{ column: from.ref }],
    measures: [],
    distinct: false,
    filters: [],
    having: [],
    order: [],
    limit: null,
  });
  const operator = absent ? 'except' : 'intersect';
  return { ...listing(left), combine: { operator, query: listing(right) } };
}
