import type { SQLDialect } from '@codemirror/lang-sql';

/** One statement of a text, without the semicolon behind it. `from` and `to` are offsets in the text. */
export interface SqlStatement {
  sql: string;
  from: number;
  to: number;
}

/** The statements of a text by the dialect's grammar; empty ones (`;;`) are left out. */
export function statementsIn(text: string, dialect: SQLDialect): SqlStatement[] {
  const found: SqlStatement[] = [];
  dialect.language.parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name !== 'Statement') return name === 'Script';
      const end = text[to - 1] === ';' ? to - 1 : to;
      const sql = text.slice(from, end).trimEnd();
      if (sql !== '') found.push({ sql, from, to: from + sql.length });
      return false;
    },
  });
  return found;
}

/** The statement the cursor stands in or behind; the first one when it stands before all of them. */
export function statementAt(statements: readonly SqlStatement[], cursor: number): SqlStatement | null {
  return statements.findLast(({ from }) => from <= cursor) ?? statements[0] ?? null;
}
