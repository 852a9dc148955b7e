import { type PreparedEdge, prepareCatalog } from '@sextant/ask/catalog-index';
import type { SuggestedRelationship } from '@sextant/contract/knowledge';
import type { Text } from '@sextant/contract/text';
import type { Catalog } from '@sextant/engines/catalog';

/** The same text for the same two ends. */
export function endsKey({ from, to }: Pick<SuggestedRelationship, 'from' | 'to'>): string {
  return JSON.stringify([from.schema, from.table, from.columns, to.schema, to.table, to.columns]);
}

/** Relationships that no key declares and that names and types speak for, the surest first. */
export function suggestRelationships(catalog: Catalog): SuggestedRelationship[] {
  const edges = prepareCatalog(catalog).tables.flatMap((table) =>
    table.edges.filter((edge) => edge.child === table && !edge.declared),
  );
  return edges.map(presentEdge).sort((left, right) => right.confidence - left.confidence);
}

function presentEdge(edge: PreparedEdge): SuggestedRelationship {
  const { child, parent, childColumns, parentColumns } = edge;
  const [from] = childColumns;
  const [to] = parentColumns;
  const reasons: Text[] = [];
  let confidence = 0.5;
  const give = (points: number, reason: Text) => {
    confidence += points;
    reasons.push(reason);
  };
  if (from && to && from.name.toLowerCase() === to.name.toLowerCase())
    give(0.15, { zh: '两列同名', en: 'both columns have one name' });
  else give(0.1, { zh: '列名指向这张表', en: 'the column’s name points to the table' });
  if (from?.kind === to?.kind) give(0.1, { zh: '类型相同', en: 'their types agree' });
  if (to?.isPrimary) give(0.2, { zh: '被引用的列是主键', en: 'the column it points to is the primary key' });
  return {
    from: { schema: child.schema, table: child.name, columns: childColumns.map(({ name }) => name) },
    to: { schema: parent.schema, table: parent.name, columns: parentColumns.map(({ name }) => name) },
    confidence: Math.round(Math.min(confidence, 0.95) * 100) / 100,
    reasons,
  };
}
