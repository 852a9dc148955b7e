import type { SQLDialect } from '@codemirror/lang-sql';

/** A word, quoted name, sign or `value` (string or number) of SQL text. Comments are no tokens. */
export interface SqlToken {
  kind: 'word' | 'name' | 'value' | 'sign';
  /** A quoted name stands here without its quotes, anything else as written. */
  text: string;
  from: number;
  to: number;
}

const plain = /[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|::|\S/gu;

/**
 * The tokens of a text. Strings, comments and quoted names are found by the dialect's grammar; what lies between is
 * cut here, because that grammar knows no names beyond ASCII.
 */
export function sqlTokens(text: string, dialect: SQLDialect): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  const cut = (to: number) => {
    plain.lastIndex = at;
    for (let match = plain.exec(text); match !== null && match.index < to; match = plain.exec(text)) {
      tokens.push(plainToken(match[0], match.index));
    }
  };
  dialect.language.parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (!wholeNodes.has(name)) return;
      cut(from);
      if (name === 'QuotedIdentifier')
        tokens.push({ kind: 'name', text: unquoted(text.slice(from, to)), from, to });
      else if (name === 'String') tokens.push({ kind: 'value', text: text.slice(from, to), from, to });
      at = to;
    },
  });
  cut(text.length);
  return tokens;
}

const wholeNodes = new Set(['String', 'LineComment', 'BlockComment', 'QuotedIdentifier']);

function plainToken(text: string, from: number): SqlToken {
  const kind = /^[\p{L}_]/u.test(text) ? 'word' : /^\d/.test(text) ? 'value' : 'sign';
  return { kind, text, from, to: from + text.length };
}

function unquoted(text: string): string {
  const open = text[0] ?? '';
  const close = open === '[' ? ']' : open;
  const inner = text.endsWith(close) && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.replaceAll(close + close, close);
}

/** Names of `:name` parameters outside strings and comments, each once, in order; `a::int` is a cast. */
export function parametersIn(text: string, dialect: SQLDialect): string[] {
  const tokens = sqlTokens(text, dialect);
  const names = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.text !== ':' || token.kind !== 'sign') return;
    const next = tokens[at + 1];
    const before = tokens[at - 1];
    const glued =
      before !== undefined &&
      before.to === token.from &&
      (before.kind !== 'sign' || /[:)\]]/.test(before.text));
    if (next?.kind === 'word' && next.from === token.to && !glued) names.add(next.text);
  });
  return [...names];
}
