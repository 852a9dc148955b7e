import type { PreparedColumn } from './catalog-index.ts';
import { sameColumn } from './column-ref.ts';
import type { ConditionDraft, Draft, Noun } from './draft.ts';
import { cannot, FailureSignal, unexplained } from './failure.ts';
import { columnByDirection, wordsNear } from './near-key.ts';
import { needColumn, qualified, type Resolver } from './resolver.ts';
import type { Filter } from './semantic-query.ts';
import { nearestOwner } from './settle-context.ts';
import { columnExpression, type TableFilter } from './table-filter.ts';
import { isCountryName } from './value-aliases.ts';
import type { ValueMatch } from './value-index.ts';

function findColumn(resolver: Resolver, match: ValueMatch): PreparedColumn | null {
  for (const table of resolver.prepared.tables) {
    if (table.name !== match.column.table || table.schema !== match.column.schema) continue;
    return table.columns.find((column) => sameColumn(column.ref, match.column)) ?? null;
  }
  return null;
}

/** A country's name stands in a column of countries sooner than in any other. */
function namesCountry(column: PreparedColumn): boolean {
  return column.names.some((name) =>
    name.words.some((word) => /^(country|nation|nationality|citizenship|国家|国籍)$/.test(word.exact)),
  );
}

function valueScore(
  resolver: Resolver,
  match: ValueMatch,
  column: PreparedColumn,
  noun: Noun | null,
): number {
  let score = match.score;
  if (noun) {
    const named = noun.candidates.find((candidate) => candidate.thing === column);
    if (named) score += 0.6 * named.score;
    const owner = noun.candidates.find((candidate) => candidate.thing === column.table);
    if (owner) score += 0.4 * owner.score;
  }
  if (column.table === resolver.entity) score += 0.3;
  else if (resolver.mentioned.includes(column.table)) score += 0.25;
  else if (
    resolver.mentioned.some((table) =>
      table.edges.some((edge) => edge.parent === column.table && edge.child === table),
    )
  )
    score += 0.12;
  if (column.references) score -= 0.02;
  if (isCountryName(match.literal) && namesCountry(column)) score += 0.1;
  return score;
}

interface ChosenValue {
  column: PreparedColumn;
  literals: string[];
  condition: ValueMatch['condition'];
}

function chooseValue(
  resolver: Resolver,
  draft: Draft,
  { value, noun, at }: ConditionDraft & { kind: 'value' },
): ChosenValue | null {
  const scored: { column: PreparedColumn; match: ValueMatch; literal: string; score: number }[] = [];
  for (const match of value.matches) {
    const column = findColumn(resolver, match);
    if (column)
      scored.push({
        column,
        match,
        literal: match.literal,
        score: valueScore(resolver, match, column, noun),
      });
  }
  scored.sort((left, right) => right.score - left.score);
  const best = scored[0];
  if (!best) return null;
  const tied = scored.filter(
    (other) =>
      other.column !== best.column &&
      best.score - other.score < 0.03 &&
      (other.column.references ?? other.column) !== (best.column.references ?? best.column),
  );
  if (tied.length > 0) {
    const columns = [...new Set([best.column, ...tied.map((one) => one.column)])];
    const told = columnByDirection(columns, wordsNear(draft, at));
    if (told)
      return {
        column: told,
        condition: undefined,
        literals: scored.flatMap((one) => (one.column === told ? [one.literal] : [])).slice(0, 1),
      };
    throw new FailureSignal({
      kind: 'tie',
      span: value,
      options: columns.slice(0, 5).map((column) => ({
        label: `${column.table.comment ?? column.table.name} · ${column.comment ?? column.name} = ${value.text}`,
        replacement: resolver.chinese
          ? `${column.table.name}的${column.name}为“${best.literal}”`
          : `${column.table.name} ${column.name} "${best.literal}"`,
      })),
    });
  }
  const literals = [
    ...new Set(
      scored
        .filter((one) => one.column === best.column && one.score >= best.score - 0.001)
        .map((one) => one.literal),
    ),
  ];
  return { column: best.column, literals, condition: best.match.condition };
}

function unknownValueColumn(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'value' },
): PreparedColumn {
  const owner = nearestOwner(resolver, draft, condition.at);
  const column = condition.noun
    ? needColumn(resolver, condition.noun, 'text', [owner, resolver.entity])
    : (owner?.nameColumns[0] ?? null);
  if (!column || (column.kind !== 'text' && column.kind !== 'other')) return unexplained(condition.value);
  if (resolver.values.isComplete(column.ref)) {
    return cannot(
      `${qualified(column)} 里没有值“${condition.value.text}”。`,
      `${qualified(column)} has no value "${condition.value.text}".`,
    );
  }
  return column;
}

export function valueFilter(
  resolver: Resolver,
  draft: Draft,
  condition: ConditionDraft & { kind: 'value' },
): TableFilter {
  const chosen = chooseValue(resolver, draft, condition);
  const column = chosen?.column ?? unknownValueColumn(resolver, draft, condition);
  const literals = chosen?.literals ?? [condition.value.text];
  const defined = chosen?.condition;
  if (chosen)
    resolver.chosen.push({
      noun: { ...condition.value, kind: 'noun', candidates: [] },
      target: defined
        ? `${column.table.name}: ${defined.meaning}`
        : `${qualified(column)} = ${literals.join(' / ')}`,
      kind: 'value',
    });
  const { group, negated } = condition;
  if (defined)
    return {
      table: column.table,
      filter: negated ? { kind: 'not', filter: defined.filter } : defined.filter,
      group,
      negated,
      column,
    };
  const first = literals[0] ?? '';
  const filter: Filter =
    literals.length === 1
      ? {
          kind: 'compare',
          left: columnExpression(column),
          operator: condition.negated ? '<>' : '=',
          value: first,
        }
      : { kind: 'in', column: column.ref, values: literals, negated: condition.negated };
  return { table: column.table, filter, group, negated, column };
}
