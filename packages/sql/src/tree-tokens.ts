import type { NamePart, SelectFact, Stretch } from './statement-facts.ts';
import type { SyntaxNode } from './syntax-tree.ts';
import type { Token } from './token.ts';

/** `a.b.c` at the beginning of a stretch. */
export function nameParts(node: SyntaxNode, tokens: readonly Token[]): NamePart[] {
  const parts: NamePart[] = [];
  for (let at = node.start; at < node.end; at += 2) {
    const token = tokens[at];
    if (!token || (token.kind !== 'word' && token.kind !== 'quoted')) break;
    parts.push({ text: token.text, quoted: token.kind === 'quoted' });
    if (tokens[at + 1]?.text !== '.' || tokens[at + 1]?.kind !== 'operator') break;
  }
  return parts;
}

/** The names in a list such as `(a, b)`. */
export function namesIn(node: SyntaxNode, tokens: readonly Token[]): string[] {
  return tokens
    .slice(node.start, node.end)
    .filter(({ kind }) => kind === 'word' || kind === 'quoted')
    .map(({ text }) => text);
}

/** What a SELECT shows at one place. */
export function readItem(
  node: SyntaxNode,
  tokens: readonly Token[],
  place: Stretch,
): SelectFact['items'][number] {
  const alias = node.children.find(({ kind }) => kind === 'alias');
  const first = tokens[node.start];
  const whole = node.children[0];
  const parts = whole?.kind === 'reference' && whole.start === node.start ? nameParts(whole, tokens) : [];
  const behind = tokens[node.start + parts.length * 2];
  if (first?.text === '*' && first.kind === 'operator') return { ...place, star: [], name: null };
  if (parts.length > 0 && behind?.text === '*' && tokens[node.start + parts.length * 2 - 1]?.text === '.') {
    return { ...place, star: parts, name: null };
  }
  if (alias) return { ...place, star: null, name: tokens[alias.end - 1]?.text ?? null };
  const bare = parts.length > 0 && whole?.end === node.end && whole.end === node.start + parts.length * 2 - 1;
  return { ...place, star: null, name: bare ? (parts.at(-1)?.text ?? null) : null };
}

/** The first tokens behind each AND that joins the conditions of a stretch. */
export function conjuncts(node: SyntaxNode, tokens: readonly Token[]): number[] {
  const starts: number[] = [];
  let depth = 0;
  let between = false;
  for (let at = node.start; at < node.end; at += 1) {
    const token = tokens[at];
    if (token?.text === '(' || token?.upper === 'CASE') depth += 1;
    else if (token?.text === ')' || token?.upper === 'END') depth -= 1;
    else if (depth === 0 && token?.upper === 'BETWEEN') between = true;
    else if (depth === 0 && token?.upper === 'AND') {
      if (!between) starts.push(at + 1);
      between = false;
    }
  }
  return starts;
}

/** Whether an OVER follows the parenthesis of a call. */
export function hasWindow(node: SyntaxNode, tokens: readonly Token[]): boolean {
  let depth = 0;
  for (let at = node.start; at < node.end; at += 1) {
    const token = tokens[at];
    if (token?.text === '(') depth += 1;
    else if (token?.text === ')') depth -= 1;
    else if (depth === 0 && token?.upper === 'OVER') return true;
  }
  return false;
}

/** Aliases, names of common tables and their columns, and the parameters of `x -> …`. */
export function givenNames(tree: SyntaxNode, tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  const give = (token: Token | undefined) => {
    if (token && ['word', 'quoted', 'string'].includes(token.kind)) names.add(token.text.toLowerCase());
  };
  const collect = (node: SyntaxNode): void => {
    if (node.kind === 'alias') give(tokens[node.end - 1]);
    if (node.kind === 'with') {
      give(tokens[node.start]);
      // Names that Oracle's SEARCH and CYCLE set.
      for (const { kind, start, end } of node.children) {
        if (kind === 'own') for (const token of tokens.slice(start, end)) give(token);
      }
    }
    // SQL Server's `SELECT total = sum(x)`.
    if (node.kind === 'item' && tokens[node.start + 1]?.text === '=') give(tokens[node.start]);
    if (node.kind === 'names') for (const name of namesIn(node, tokens)) names.add(name.toLowerCase());
    for (const child of node.children) collect(child);
  };
  collect(tree);
  for (const [index, token] of tokens.entries()) {
    if (token.upper === 'AS' || token.upper === 'FOR') give(tokens[index + 1]);
    if (token.text === '->' && token.kind === 'operator') giveParameters(tokens, index, give);
  }
  return names;
}

function giveParameters(
  tokens: readonly Token[],
  arrow: number,
  give: (token: Token | undefined) => void,
): void {
  give(tokens[arrow - 1]);
  if (tokens[arrow - 1]?.text !== ')') return;
  for (let at = arrow - 2; at >= 0 && tokens[at]?.text !== '('; at -= 1) give(tokens[at]);
}
