import { readQuery, visit } from './read-tree-facts.ts';
import type { SourceFact } from './statement-facts.ts';
import type { SyntaxKind, SyntaxNode } from './syntax-tree.ts';
import { place, plainOwn, type Spot, type Walk, wordAt } from './tree-spot.ts';
import { nameParts, namesIn } from './tree-tokens.ts';

type Joined = Pick<SourceFact, 'joinedBy' | 'tied'>;

/** The tables of a FROM, or of a join in parentheses. */
export function visitFrom(walk: Walk, node: SyntaxNode, spot: Spot): void {
  let joinedBy: SourceFact['joinedBy'] = 'first';
  let tied = false;
  for (const child of node.children) {
    if (child.kind === 'join') {
      const words = walk.tokens.slice(child.start, child.end).map(({ upper }) => upper);
      joinedBy = words.includes('CROSS') ? 'cross' : 'join';
      tied = ['NATURAL', 'APPLY', 'ASOF', 'POSITIONAL'].some((word) => words.includes(word));
    } else if (child.kind === 'source') {
      visitSource(walk, child, spot, { joinedBy, tied });
      joinedBy = 'comma';
      tied = false;
    } else if (child.kind === 'using') {
      const last = spot.select?.sources.at(-1);
      if (last) {
        last.tied = true;
        last.using = namesIn(child, walk.tokens).filter((name) => name.toUpperCase() !== 'USING');
      }
    } else visit(walk, child, spot);
  }
}

/** One thing in a FROM. */
export function visitSource(walk: Walk, node: SyntaxNode, spot: Spot, joined: Joined): void {
  const inner = node.children.filter(({ kind }) => kind === 'source' || kind === 'join');
  if (inner.length > 0) {
    const before = spot.select?.sources.length ?? 0;
    visitFrom(walk, node, spot);
    const first = spot.select?.sources[before];
    if (first) Object.assign(first, { ...joined, tied: first.tied || joined.tied });
    // An alias of a whole join hides the names inside.
    if (spot.select && node.children.some(({ kind }) => kind === 'alias')) spot.select.opaque = true;
    return;
  }
  const source = readSource(walk, node, spot, joined);
  spot.select?.sources.push(source);
  for (const child of node.children) {
    if (child.kind === 'table' || child.kind === 'own')
      for (const deeper of child.children) visit(walk, deeper, spot);
  }
}

function readSource(walk: Walk, node: SyntaxNode, spot: Spot, joined: Joined): SourceFact {
  const find = (kind: SyntaxKind) => node.children.find((child) => child.kind === kind);
  const [table, query, alias, names] = [find('table'), find('query'), find('alias'), find('names')];
  const parts = table ? nameParts(table, walk.tokens) : [];
  const called = table !== undefined && walk.tokens[table.start + parts.length * 2 - 1]?.text === '(';
  const changed = node.children.some(
    (child) => child.kind === 'own' && !plainOwn.has(wordAt(walk, child.start)),
  );
  const plain = table !== undefined && !called && !changed;
  const lateral = wordAt(walk, node.start) === 'LATERAL';
  return {
    ...place(walk, table ?? node),
    ...joined,
    tied: joined.tied || lateral || called,
    kind: query && !changed ? 'query' : plain ? 'table' : 'other',
    parts: plain ? parts : [],
    alias: alias ? (walk.tokens[alias.end - 1]?.text ?? null) : null,
    columnNames: names ? namesIn(names, walk.tokens) : null,
    query: query && !changed ? readQuery(walk, query, spot.query, spot.select) : null,
    using: [],
  };
}
