/** What the own grammar calls a stretch of a statement; `own` is something that only this dialect has. */
export type SyntaxKind =
  | 'statement'
  | 'query'
  | 'with'
  | 'select'
  | 'item'
  | 'from'
  | 'source'
  | 'table'
  | 'join'
  | 'on'
  | 'using'
  | 'names'
  | 'alias'
  | 'where'
  | 'group'
  | 'having'
  | 'order'
  | 'limit'
  | 'reference'
  | 'own';

/** A stretch of tokens, `start` to before `end`, with the stretches inside it in their order. */
export interface SyntaxNode {
  kind: SyntaxKind;
  start: number;
  end: number;
  children: SyntaxNode[];
}

export function createSyntaxNode(kind: SyntaxKind, start: number): SyntaxNode {
  return { kind, start, end: start, children: [] };
}

/** What keeps the tree while a statement is read; the reader knows where it stands. */
interface Recording {
  at: number;
  /** The stretch that is being read; null when nobody wants the tree. */
  tree: SyntaxNode | null;
}

/** Reads a stretch and keeps it in the tree; what took no token is not kept. */
export function within<R extends Recording, T>(reader: R, kind: SyntaxKind, read: (reader: R) => T): T {
  const parent = reader.tree;
  if (parent === null) return read(reader);
  const node = createSyntaxNode(kind, reader.at);
  reader.tree = node;
  const result = read(reader);
  reader.tree = parent;
  node.end = reader.at;
  if (node.end > node.start) parent.children.push(node);
  return result;
}
