/** Comments found in a `CREATE TABLE` text: of the table, and of its columns by lower-case name. */
export interface TableComments {
  table: string | null;
  columns: Map<string, string>;
}

interface Token {
  kind: 'comment' | 'word' | 'open' | 'close' | 'comma' | 'newline';
  text: string;
}

const tokenPattern =
  /--(?<line>[^\n]*)|\/\*(?<block>[\s\S]*?)\*\/|(?<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*')|(?<word>[^\s(),"'`[]+)|(?<mark>[(),\n])/g;

const marks: Record<string, Token['kind']> = { '(': 'open', ')': 'close', ',': 'comma', '\n': 'newline' };
const constraintWords = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);

function unquoted(text: string): string {
  const mark = text[0] ?? '';
  if (mark === '[') return text.slice(1, -1);
  return text.slice(1, -1).replaceAll(mark + mark, mark);
}

function* tokens(sql: string): Generator<Token> {
  for (const { groups = {} } of sql.matchAll(tokenPattern)) {
    const { line, block, quoted, word, mark } = groups;
    const comment = line ?? block;
    if (comment !== undefined) yield { kind: 'comment', text: comment.trim() };
    else if (quoted !== undefined) yield { kind: 'word', text: unquoted(quoted) };
    else if (word !== undefined) yield { kind: 'word', text: word };
    else if (mark !== undefined) yield { kind: marks[mark] ?? 'word', text: mark };
  }
}

/** Where the reader of a `CREATE TABLE` text stands: which column, if any, a comment would belong to. */
interface Place {
  depth: number;
  column: string | null;
  expectColumn: boolean;
}

function moveOn(place: Place, token: Token): void {
  if (token.kind === 'open') {
    place.depth += 1;
    if (place.depth === 1) place.expectColumn = true;
  } else if (token.kind === 'close') place.depth -= 1;
  else if (place.depth !== 1) return;
  else if (token.kind === 'comma') place.expectColumn = true;
  else if (token.kind === 'newline' && place.expectColumn) place.column = null;
  else if (token.kind === 'word' && place.expectColumn) {
    const name = token.text.toLowerCase();
    place.expectColumn = false;
    place.column = constraintWords.has(name) ? null : name;
  }
}

function keepComment(found: TableComments, { depth, column }: Place, text: string): void {
  if (text === '' || depth > 1) return;
  if (column === null) {
    if (found.columns.size === 0) found.table ??= text;
  } else if (depth === 1 && !found.columns.has(column)) found.columns.set(column, text);
}

/**
 * Reads comments where people put them, since SQLite has none of its own: beside a column, before or after its
 * comma on the same line, and beside the opening bracket or before it for the table.
 */
export function tableComments(sql: string): TableComments {
  const found: TableComments = { table: null, columns: new Map() };
  const place: Place = { depth: 0, column: null, expectColumn: false };
  for (const token of tokens(sql)) {
    if (token.kind === 'comment') keepComment(found, place, token.text);
    else moveOn(place, token);
  }
  return found;
}
