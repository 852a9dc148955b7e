import { loadModule, parse, SqlError } from 'libpg-query';
import { lexicalRules } from './lexical-rules.ts';
import { factsOfPostgresqlTree } from './postgresql-facts.ts';
import type { StatementFacts, Stretch } from './statement-facts.ts';
import { tokenize } from './tokenize.ts';
import { fieldsOf } from './tree-fields.ts';

/** The facts of a SELECT that PostgreSQL's parser reads; null for anything else. */
export async function postgresqlFacts(sql: string): Promise<StatementFacts | null> {
  try {
    await loadModule();
    const parsed = await parse(sql);
    const select = fieldsOf(parsed.stmts?.[0]?.stmt, 'SelectStmt');
    return select && factsOfPostgresqlTree(select, createPlaces(sql));
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}

/** Finds the dotted name that begins at a byte of the text in UTF-8. */
function createPlaces(sql: string): (byte: number) => Stretch {
  const tokens = tokenize(sql, lexicalRules.postgresql);
  const indexAt = new Map(tokens.map(({ start }, index) => [start, index]));
  const unitOf = createUnits(sql);
  return (byte) => {
    const from = unitOf(byte);
    let at = indexAt.get(from) ?? -1;
    if (at === -1) return { from, to: from };
    while (tokens[at + 1]?.text === '.' && tokens[at + 1]?.kind === 'operator') at += 2;
    return { from, to: tokens[at]?.end ?? from };
  };
}

/** UTF-16 units before each byte; the two are the same in a text of ASCII alone. */
function createUnits(sql: string): (byte: number) => number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  if (/^[\x00-\x7f]*$/.test(sql)) return (byte) => byte;
  const units = new Map<number, number>();
  let byte = 0;
  let unit = 0;
  for (const character of sql) {
    units.set(byte, unit);
    byte += Buffer.byteLength(character);
    unit += character.length;
  }
  return (wanted) => units.get(wanted) ?? sql.length;
}
