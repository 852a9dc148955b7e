/**
 * A lexical unit of a statement. `text` is the word, operator or number as written, or the unquoted name or string;
 * `upper` is `text` in capitals for words and operators and empty for everything that was quoted.
 */
export interface Token {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'operator' | 'end';
  text: string;
  upper: string;
  start: number;
  end: number;
}
