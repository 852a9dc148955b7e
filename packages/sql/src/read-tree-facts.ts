import { isAggregate, isCount, isSum } from './aggregates.ts';
import { visitFrom, visitSource } from './read-tree-sources.ts';
import {
  type ColumnFact,
  createQueryFact,
  createSelectFact,
  isSelect,
  type NamePart,
  type QueryFact,
  type SelectFact,
  type StatementFacts,
} from './statement-facts.ts';
import type { SyntaxKind, SyntaxNode } from './syntax-tree.ts';
import type { Token } from './token.ts';
import { blankSpot, place, plainOwn, type Spot, type Walk, wordAt } from './tree-spot.ts';
import { conjuncts, givenNames, hasWindow, nameParts, namesIn, readItem } from './tree-tokens.ts';

const rowLimits = new Set(['ROWNUM']);
/** Before a character set, and before `IS JSON` and its like. */
const doubtfulAfter = new Set(['USING', 'IS']);

/** Collects the facts of a statement from its tokens and the tree that the own grammar made of them. */
export function factsOfTree(tree: SyntaxNode, tokens: readonly Token[]): StatementFacts | null {
  const root = tree.children.find(({ kind }) => kind === 'query');
  if (root === undefined || root.start > 0) return null;
  const walk: Walk = { tokens, selects: [] };
  const query = readQuery(walk, root, null, null);
  return { query, selects: walk.selects, names: givenNames(tree, tokens) };
}

/** The facts of a query that stands by itself: nothing around it is a condition of it. */
export function readQuery(
  walk: Walk,
  node: SyntaxNode,
  enclosing: QueryFact | null,
  outer: SelectFact | null,
): QueryFact {
  const query = createQueryFact(enclosing, outer);
  query.tested = walk.tokens[node.start - 2]?.upper === 'EXISTS';
  visitChildren(walk, node, blankSpot(query));
  return query;
}

/** Reads a stretch of the tree and all in it. */
export function visit(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const visitor = visitors[node.kind];
  if (visitor) visitor(walk, node, spot);
  else visitChildren(walk, node, spot);
}

/** Reads what is inside a stretch. */
export function visitChildren(walk: Walk, node: SyntaxNode, spot: Spot): void {
  for (const child of node.children) visit(walk, child, spot);
}

const visitors: Partial<Record<SyntaxKind, (walk: Walk, node: SyntaxNode, spot: Spot) => void>> = {
  query: visitQuery,
  with: visitWith,
  select: visitSelect,
  from: visitFrom,
  source: (walk, node, spot) => visitSource(walk, node, spot, { joinedBy: 'first', tied: false }),
  reference: visitReference,
  own: visitOwn,
  item: visitItem,
  on: (walk, node, spot) => visitCondition(walk, node, { ...spot, clause: 'on' }),
  where: (walk, node, spot) => visitCondition(walk, node, { ...spot, clause: 'where' }),
  group: visitGroup,
  having: (walk, node, spot) => visitChildren(walk, node, { ...spot, clause: 'having' }),
  order: visitOrder,
  limit: visitLimit,
};

function visitItem(walk: Walk, node: SyntaxNode, spot: Spot): void {
  spot.select?.items.push(readItem(node, walk.tokens, place(walk, node)));
  visitChildren(walk, node, { ...spot, clause: 'select' });
}

function visitGroup(walk: Walk, node: SyntaxNode, spot: Spot): void {
  if (spot.select) spot.select.grouped = true;
  visitChildren(walk, node, { ...spot, clause: 'group' });
}

function visitLimit(walk: Walk, node: SyntaxNode, spot: Spot): void {
  spot.query.limited = true;
  visitChildren(walk, node, spot);
}

/** The ORDER BY of a whole query sees the columns of its only SELECT; one in a window those around it. */
function visitOrder(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const [arm, second] = spot.query.arms;
  const only = second === undefined && arm !== undefined && isSelect(arm) ? arm : null;
  visitChildren(walk, node, { ...spot, select: spot.select ?? only, clause: 'order' });
}

function visitQuery(walk: Walk, node: SyntaxNode, spot: Spot): void {
  if (spot.select === null) {
    spot.query.arms.push(readQuery(walk, node, spot.query, spot.query.outer));
    return;
  }
  const inner = createQueryFact(spot.query, spot.select);
  inner.tested = walk.tokens[node.start - 2]?.upper === 'EXISTS';
  const { conditions, doubtful } = spot;
  visitChildren(walk, node, { ...blankSpot(inner), doubtful, conditions });
}

function visitWith(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const name = walk.tokens[node.start];
  const names = node.children.find(({ kind }) => kind === 'names');
  const body = node.children.find(({ kind }) => kind === 'query');
  // SEARCH and CYCLE add columns, so that nobody can tell all of them.
  const grows = node.children.some(({ kind }) => kind === 'own');
  const table = {
    name: name?.text ?? '',
    columnNames: names && !grows ? namesIn(names, walk.tokens) : null,
    query: null as QueryFact | null,
  };
  spot.query.tables.push(table);
  const query = body && readQuery(walk, body, spot.query, spot.query.outer);
  if (query && !grows) table.query = query;
}

function visitSelect(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const select = createSelectFact(spot.query, place(walk, node));
  spot.query.arms.push(select);
  walk.selects.push(select);
  const head = walk.tokens.slice(node.start, node.start + 4).map(({ upper }) => upper);
  select.grouped = head.includes('DISTINCT') && head.indexOf('DISTINCT') <= 1;
  select.limited = head.slice(0, 3).includes('TOP');
  for (const child of inReadingOrder(node.children)) visit(walk, child, { ...spot, select });
}

function visitOwn(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const word = wordAt(walk, node.start);
  if (word === 'PREWHERE') {
    visitCondition(walk, node, { ...spot, clause: 'where' });
    return;
  }
  const plain = plainOwn.has(word);
  if (word === 'TOP' && spot.select) spot.select.limited = true;
  if (['LIMIT', 'OFFSET', 'FETCH', 'TOP'].includes(word)) spot.query.limited = true;
  if (!plain && spot.select && spot.clause === 'other') spot.select.opaque = true;
  visitChildren(walk, node, { ...spot, doubtful: spot.doubtful || !plain });
}

function visitCondition(walk: Walk, node: SyntaxNode, spot: Spot): void {
  if (spot.select && spot.clause === 'where') spot.select.filtered = true;
  const starts = conjuncts(node, walk.tokens);
  const lists = [node.start, ...starts].map((): ColumnFact[] => []);
  spot.select?.conditions.push(...lists);
  const conditions = [...spot.conditions, { starts, lists }];
  visitChildren(walk, node, { ...spot, conditions });
}

function visitReference(walk: Walk, node: SyntaxNode, spot: Spot): void {
  const parts = nameParts(node, walk.tokens);
  const after = walk.tokens[node.start + parts.length * 2 - 1];
  const last = parts.at(-1);
  if (!last) return;
  if (after?.text === '(' && node.end > node.start + parts.length * 2 - 1)
    visitCall(walk, node, spot, last.text);
  else if (spot.select) {
    if (after?.text === '.' && node.end > node.start + parts.length * 2) return;
    if (parts.length === 1 && rowLimits.has(last.text.toUpperCase())) spot.select.limited = true;
    addColumn(walk, node, spot, spot.select, parts);
  }
}

function visitCall(walk: Walk, node: SyntaxNode, spot: Spot, name: string): void {
  const aggregate = isAggregate(name);
  const windowed = hasWindow(node, walk.tokens);
  if (aggregate && !windowed && spot.select && (spot.clause === 'select' || spot.clause === 'having')) {
    spot.select.aggregated = true;
  }
  const inside = {
    ...spot,
    inCall: spot.inCall || !aggregate,
    counted: spot.counted || isCount(name),
    summedAt: isSum(name) && !takesDistinct(node, walk) ? node.start : spot.summedAt,
  };
  visitChildren(walk, node, inside);
}

function takesDistinct(node: SyntaxNode, walk: Walk): boolean {
  const open = walk.tokens.findIndex(({ text }, index) => index >= node.start && text === '(');
  return wordAt(walk, open + 1) === 'DISTINCT';
}

function addColumn(walk: Walk, node: SyntaxNode, spot: Spot, select: SelectFact, parts: NamePart[]): void {
  const [before, after] = [walk.tokens[node.start - 1], walk.tokens[node.end]];
  const column: ColumnFact = {
    ...place(walk, node),
    parts,
    select,
    clause: spot.clause,
    inCall: spot.inCall,
    counted: spot.counted,
    summedAt: spot.summedAt,
    equated: [before?.text, after?.text].includes('=') || after?.upper === 'IN',
    doubtful:
      spot.doubtful ||
      doubtfulAfter.has(before?.upper ?? '') ||
      after?.text === ':' ||
      after?.text === '->' ||
      after?.text === '=>',
  };
  select.columns.push(column);
  for (const { starts, lists } of spot.conditions) {
    lists[starts.filter((start) => start <= node.start).length]?.push(column);
  }
}

/** Sources first: everything else names them. */
function inReadingOrder(children: readonly SyntaxNode[]): SyntaxNode[] {
  const isFrom = ({ kind }: SyntaxNode) => kind === 'from';
  return [...children.filter(isFrom), ...children.filter((child) => !isFrom(child))];
}
