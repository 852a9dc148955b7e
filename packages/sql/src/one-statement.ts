import { emptyStatement, severalStatements } from './refusal.ts';
import type { Token } from './token.ts';

/**
 * Refuses nothing at all and more than one statement, counted by the separators alone: a second opinion beside the
 * parser's. Semicolons at the end are fine, and at the beginning where `mayLead` says so, as in SQL Server's `;WITH`.
 */
export function oneStatement(tokens: readonly Token[], sql: string, mayLead = false): void {
  const first = tokens.findIndex((token) => token.text !== ';' || token.kind !== 'operator');
  if (tokens[first]?.kind === 'end') throw emptyStatement();
  let separated = first > 0 && !mayLead;
  for (const token of tokens.slice(first)) {
    if (token.kind === 'operator' && token.text === ';') separated = true;
    else if (separated && token.kind !== 'end') throw severalStatements(sql.slice(token.start));
  }
}
