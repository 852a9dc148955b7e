import type { SqlLanguage } from 'sql-formatter';
import type { Dialect } from './dialect.ts';
import { keywordsOf } from './keywords.ts';
import { lexicalRules } from './lexical-rules.ts';
import { sameMeaning } from './same-meaning.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

const languages: Record<Dialect, SqlLanguage> = {
  postgresql: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite',
  duckdb: 'duckdb',
  clickhouse: 'clickhouse',
  tsql: 'transactsql',
  oracle: 'plsql',
};

/** Formats in this thread; see `formatSql`. The formatter is loaded when it is first needed. */
export async function formatInline(sql: string, dialect: Dialect): Promise<string> {
  try {
    const { format } = await import('sql-formatter');
    const laidOut = format(sql, {
      language: languages[dialect],
      tabWidth: 2,
      keywordCase: 'preserve',
      paramTypes: { named: [':'], custom: ownParameters[dialect].map((regex) => ({ regex })) },
    });
    return sameMeaning(sql, laidOut, lexicalRules[dialect]) ? capitalizeKeywords(laidOut, dialect) : sql;
  } catch {
    return sql;
  }
}

/** Parameters beside `:name` that the formatter would tear apart. */
const ownParameters: Record<Dialect, string[]> = {
  postgresql: [String.raw`\$\d+`],
  mysql: [String.raw`\?`],
  sqlite: [String.raw`\?\d*`, String.raw`[@$][\p{L}_][\p{L}\p{N}_]*`],
  duckdb: [String.raw`\$[\p{L}\p{N}_]+`, String.raw`\?`],
  clickhouse: [String.raw`\{[\p{L}_][\p{L}\p{N}_]*:[^{}]*\}`],
  tsql: [],
  oracle: [String.raw`:\d+`],
};

/** Capitals for words that are no names in this dialect, so that the case of names stays. */
function capitalizeKeywords(sql: string, dialect: Dialect): string {
  const keywords = keywordsOf(dialect);
  let at = 0;
  let text = '';
  let previous: Token | undefined;
  for (const token of tokenize(sql, lexicalRules[dialect])) {
    const keyword = token.kind === 'word' && keywords.has(token.upper) && !isPartOfName(previous, token);
    text += sql.slice(at, token.start) + (keyword ? token.upper : sql.slice(token.start, token.end));
    at = token.end;
    previous = token;
  }
  return text;
}

function isPartOfName(previous: Token | undefined, token: Token): boolean {
  const joined = previous?.kind === 'operator' && previous.end === token.start;
  return joined && (previous.text === '.' || previous.text === ':' || previous.text === '@');
}
