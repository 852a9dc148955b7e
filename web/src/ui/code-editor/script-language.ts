import { StreamLanguage, type StringStream } from '@codemirror/language';

export type CodeLanguage = 'typescript' | 'javascript' | 'python';

/** What a line begins inside of: a text or a comment that goes on over several lines, by its end. */
interface State {
  until: { end: string; token: 'string' | 'comment' } | null;
}

interface Grammar {
  comment: RegExp;
  /** Beginnings of what may span lines. */
  spans: { start: string; end: string; token: 'string' | 'comment' }[];
  keywords: ReadonlySet<string>;
  literals: ReadonlySet<string>;
  types: ReadonlySet<string>;
}

const words = (text: string) => new Set(text.split(' '));

const javascript: Grammar = {
  comment: /^\/\/.*/,
  spans: [
    { start: '/*', end: '*/', token: 'comment' },
    { start: '`', end: '`', token: 'string' },
  ],
  keywords: words(
    'as async await break case catch class const continue default delete do else export extends finally for from ' +
      'function if import in instanceof interface let new of return satisfies static super switch throw try typeof ' +
      ' var void while with yield',
  ),
  literals: words('true false null undefined NaN Infinity this'),
  types: words('bigint boolean unknown Array Date Map Number Object Promise Record Set String'),
};

const python: Grammar = {
  comment: /^#.*/,
  spans: [
    { start: '"""', end: '"""', token: 'string' },
    { start: "'''", end: "'''", token: 'string' },
  ],
  keywords: words(
    'and as assert async await break class continue def del elif else except finally for from global if import in ' +
      'is lambda match nonlocal not or pass raise return try while with yield',
  ),
  literals: words('True False None self'),
  types: words('bool bytes dict float int list object set str tuple'),
};

/** Colours for scripts without a full parser, which would be larger than the editor itself. */
export function scriptLanguage(language: CodeLanguage) {
  const grammar = language === 'python' ? python : javascript;
  return StreamLanguage.define<State>({
    name: language,
    startState: () => ({ until: null }),
    copyState: (state) => ({ ...state }),
    token: (stream, state) => tokenOf(grammar, stream, state),
    languageData: {
      commentTokens: { line: language === 'python' ? '#' : '//' },
      indentOnInput: /^\s*[}\])]$/,
    },
  });
}

function tokenOf(grammar: Grammar, stream: StringStream, state: State): string | null {
  if (state.until !== null) return restOf(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match(grammar.comment)) return 'comment';
  for (const { start, end, token } of grammar.spans) {
    if (!stream.match(start)) continue;
    state.until = { end, token };
    return restOf(stream, state);
  }
  if (stream.match(/^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/)) return 'string';
  if (stream.match(/^(?:0x[\da-f]+|\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?)n?/i)) return 'number';
  const word = stream.match(/^[\p{L}_$][\p{L}\p{N}_$]*/u);
  // A name before a colon is a property, whatever it is called.
  if (Array.isArray(word)) return stream.match(/^\??:/, false) ? null : wordToken(grammar, word[0]);
  stream.next();
  return null;
}

/** Reads on to the end of what spans lines, or to the end of the line. */
function restOf(stream: StringStream, state: State): string {
  const { end, token } = state.until!;
  while (!stream.eol()) {
    if (token === 'string' && stream.eat('\\')) stream.next();
    else if (stream.match(end)) {
      state.until = null;
      break;
    } else stream.next();
  }
  return token;
}

function wordToken(grammar: Grammar, word: string | undefined): string | null {
  if (word === undefined) return null;
  if (grammar.keywords.has(word)) return 'keyword';
  if (grammar.literals.has(word)) return 'bool';
  return grammar.types.has(word) ? 'typeName' : null;
}
