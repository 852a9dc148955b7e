import type { Link } from '@sextant/contract/chat';
import { isColumn, type PreparedCatalog } from './catalog-index.ts';
import { lastOf } from './period-text.ts';
import type { Piece } from './pieces.ts';
import { segment } from './segment.ts';
import type { ColumnRef } from './semantic-query.ts';
import type { ValueIndex } from './value-index.ts';

/** What a statement reads, by the names of the catalog. */
export interface StatementNames {
  sql: string;
  tables: readonly { schema: string | null; name: string }[];
  columns: readonly ColumnRef[];
  /** Texts that stand in it. */
  literals: readonly string[];
}

interface ExplainedWords {
  links: Link[];
  period: { from: string; to: string; text: string } | null;
}

/** Longer questions are not taken apart. */
const longestQuestion = 1000;

/**
 * Which words of a question led to what a statement reads, whoever wrote it: a word is linked only to a table, column
 * or value that stands in the statement, and a period is told only when its days stand there.
 */
export function explainStatement(
  input: { question: string; now: string; prepared: PreparedCatalog; values: ValueIndex },
  read: StatementNames,
): ExplainedWords {
  const { question, now, prepared, values } = input;
  if (question.length > longestQuestion) return { links: [], period: null };
  const links: Link[] = [];
  let period: ExplainedWords['period'] = null;
  for (const piece of segment(question, now, prepared, values)) {
    const found = meaningOf(piece, read);
    if (found === null) continue;
    const { start, end } = piece;
    links.push({ text: question.slice(start, end) || piece.text, start, end, ...found });
    if (piece.kind === 'period' && piece.from && piece.to) {
      period ??= { from: piece.from, to: piece.to, text: question.slice(start, end) };
    }
  }
  return { links, period };
}

function meaningOf(piece: Piece, read: StatementNames): Pick<Link, 'kind' | 'target'> | null {
  if (piece.kind === 'noun') return nounMeaning(piece, read);
  if (piece.kind === 'value') {
    const match = piece.matches.find(
      ({ column, literal }) => readsColumn(read, column) && read.literals.some((text) => says(text, literal)),
    );
    if (!match) return null;
    return { kind: 'value', target: `${match.column.table}.${match.column.column} = ${match.literal}` };
  }
  if (piece.kind !== 'period' || !piece.from || !piece.to || !holdsPeriod(piece.from, read.sql)) return null;
  return { kind: 'period', target: `${piece.from} – ${lastOf(piece.to)}` };
}

function nounMeaning(
  piece: Piece & { kind: 'noun' },
  read: StatementNames,
): Pick<Link, 'kind' | 'target'> | null {
  for (const { thing } of piece.candidates) {
    if (isColumn(thing)) {
      const { table, column } = thing.ref;
      if (readsColumn(read, thing.ref)) return { kind: 'column', target: `${table}.${column}` };
    } else if (
      read.tables.some(({ schema, name }) => name === thing.name && sameSchema(schema, thing.schema))
    )
      return { kind: 'table', target: thing.name };
  }
  return null;
}

function readsColumn(read: StatementNames, wanted: ColumnRef): boolean {
  return read.columns.some(
    ({ schema, table, column }) =>
      column === wanted.column && table === wanted.table && sameSchema(schema, wanted.schema),
  );
}

/** A statement need not name the default schema. */
function sameSchema(one: string | null, other: string | null): boolean {
  return one === other || one === null || other === null;
}

/** `Rock` is also said by `%rock%`. */
function says(text: string, literal: string): boolean {
  return text.replace(/^%|%$/g, '').toLowerCase() === literal.toLowerCase();
}

/** By its first day, or by its month or year where it begins with one. */
function holdsPeriod(from: string, sql: string): boolean {
  const day = from.slice(0, 10);
  if (sql.includes(day) || sql.includes(day.replaceAll('-', ''))) return true;
  if (day.endsWith('-01') && sql.includes(`'${day.slice(0, 7)}'`)) return true;
  return day.endsWith('-01-01') && new RegExp(`\\b${day.slice(0, 4)}\\b(?!-)`).test(sql);
}
