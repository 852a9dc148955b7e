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

/** LIMIT and OFFSET, for every dialect; an empty list when all rows are wanted. */
export function limitLines(limit: number | null, offset: number): string[] {
  for (const n of [limit ?? 0, offset]) {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is not a number of rows`);
  }
  if (limit === null && offset === 0) return [];
  const most = limit ?? Number.MAX_SAFE_INTEGER;
  return [offset > 0 ? `LIMIT ${most} OFFSET ${offset}` : `LIMIT ${most}`];
}

/** The statement as a person lays it out: one clause per line. */
export function statementText(clauses: Clauses): string {
  return [
    ...(clauses.with ? [`WITH ${clauses.with.name} AS (\n${indent(clauses.with.body)}\n)`] : []),
    commaList(clauses.distinct ? 'SELECT DISTINCT' : 'SELECT', clauses.select),
    ...clauses.from,
    ...clauses.where.map((part, index) => (index === 0 ? `WHERE ${part}` : `  AND ${part}`)),
    ...(clauses.groupBy.length > 0 ? [commaList('GROUP BY', clauses.groupBy)] : []),
    ...clauses.having.map((part, index) => (index === 0 ? `HAVING ${part}` : `  AND ${part}`)),
    ...(clauses.orderBy.length > 0 ? [commaList('ORDER BY', clauses.orderBy)] : []),
    ...limitLines(clauses.limit, clauses.offset),
  ].join('\n');
}
