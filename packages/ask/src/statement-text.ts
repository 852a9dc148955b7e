import type { Dialect } from '@sextant/sql/dialect';
import { tableAlias } from './dialect-functions.ts';
import { rowLimit } from './row-limit.ts';

/** The clauses of one SELECT, each part already SQL. */
export interface Clauses {
  with?: { name: string; body: string };
  distinct: boolean;
  select: string[];
  from: string[];
  where: string[];
  groupBy: string[];
  having: string[];
  orderBy: string[];
  limit: number | null;
  offset: number;
}

/** Where a statement stands. */
export interface Place {
  dialect: Dialect;
  nested: boolean;
}

/** SQL Server and Oracle take an ORDER BY inside another statement only where it decides which rows are cut. */
function keepsOrder({ dialect, nested }: Place): boolean {
  return !(nested && (dialect === 'tsql' || dialect === 'oracle'));
}

/** A subquery with a name: WITH, or written where it is used, for SQL Server takes WITH only at the start. */
export interface NamedQuery {
  with?: { name: string; body: string };
  /** What stands in FROM, with the alias given; by itself the query keeps its own name. */
  source(alias?: string): string;
}

/** Names the rows of `body` for a statement that stands in `place`. */
export function namedQuery(name: string, body: string, place: Place): NamedQuery {
  if (place.nested && place.dialect === 'tsql') {
    return { source: (alias = name) => `(\n${indent(body)}\n) AS ${alias}` };
  }
  return {
    with: { name, body },
    source: (alias) => (alias === undefined ? name : name + tableAlias(place.dialect, alias)),
  };
}

const lineWidth = 90;

/** True when a line may break inside a literal, where a space more would change the value. */
function breaksInsideLiteral(statement: string): boolean {
  return statement.split("'").some((part, index) => index % 2 === 1 && part.includes('\n'));
}

/** Moves a statement of several lines to the right by two spaces. */
export function indent(statement: string): string {
  return breaksInsideLiteral(statement) ? statement : statement.replace(/^/gm, '  ');
}

function commaList(keyword: string, parts: string[]): string {
  const line = `${keyword} ${parts.join(', ')}`;
  if (line.length <= lineWidth || parts.length < 2) return line;
  return `${keyword}\n${indent(parts.join(',\n'))}`;
}

/** A subquery in brackets: on one line when it is short, indented otherwise. */
export function bracketed(statement: string): string {
  const line = breaksInsideLiteral(statement) ? null : statement.replace(/\n\s*/g, ' ');
  return line !== null && line.length <= lineWidth - 20 ? `(${line})` : `(\n${indent(statement)}\n)`;
}

/** The statement as a person lays it out: one clause per line. */
export function statementText(clauses: Clauses, place: Place): string {
  const { limit, offset } = clauses;
  const orderBy = limit === null && offset === 0 && !keepsOrder(place) ? [] : clauses.orderBy;
  const { top, lines } = rowLimit(place.dialect, limit, offset, orderBy.length > 0);
  return [
    ...(clauses.with ? [`WITH ${clauses.with.name} AS (\n${indent(clauses.with.body)}\n)`] : []),
    commaList(`SELECT${clauses.distinct ? ' DISTINCT' : ''}${top}`, clauses.select),
    ...clauses.from,
    ...clauses.where.map((part, index) => (index === 0 ? `WHERE ${part}` : `  AND ${part}`)),
    ...(clauses.groupBy.length > 0 ? [commaList('GROUP BY', clauses.groupBy)] : []),
    ...clauses.having.map((part, index) => (index === 0 ? `HAVING ${part}` : `  AND ${part}`)),
    ...(orderBy.length > 0 ? [commaList('ORDER BY', orderBy)] : []),
    ...lines,
  ].join('\n');
}
