import { isAggregate, isCount } from './aggregates.ts';
import {
  type Clause,
  type ColumnFact,
  createQueryFact,
  createSelectFact,
  type NamePart,
  type QueryFact,
  type SelectFact,
  type SourceFact,
  type StatementFacts,
  type Stretch,
} from './statement-facts.ts';
import type { SyntaxKind, SyntaxNode } from './syntax-tree.ts';
import type { Token } from './token.ts';

/** Where the walk through the tree is. */
interface Spot {
  query: QueryFact;
  select: SelectFact | null;
  clause: Clause;
  inCall: boolean;
  counted: boolean;
  doubtful: boolean;
  /** The conditions around, to which every column inside belongs. */
  conditions: ConditionSplit[];
}

interface ConditionSplit {
  /** The first token of each condition but the first. */
  starts: number[];
  lists: ColumnFact[][];
}

const clauses: Partial<Record<SyntaxKind, Clause>> = {
  item: 'select',
  on: 'on',
  where: 'where',
  group: 'group',
  having: 'having',
  order: 'order',
};
/** Own clauses that bring no names. */
const plainOwn = new Set(
  'PREWHERE FINAL SAMPLE TOP WITH LIMIT OFFSET FETCH SETTINGS FORMAT OPTION PARTITION AS FOR ORDER'.split(
    ' ',
  ),
);
const rowLimits = new Set(['ROWNUM']);

/** Collects the facts of a statement from its tokens and the tree that the own grammar made of them. */
export function factsOfTree(tree: SyntaxNode, tokens: readonly Token[]): StatementFacts | null {
  const root = tree.children.find(({ kind }) => kind === 'query');
  if (root === undefined || root.start > 1) return null;
  const selects: SelectFact[] = [];

  function place(node: SyntaxNode): Stretch {
    return { from: tokens[node.start]?.start ?? 0, to: tokens[node.end - 1]?.end ?? 0 };
  }

  function readQuery(node: SyntaxNode, enclosing: QueryFact | null, outer: SelectFact | null): QueryFact {
    const query = createQueryFact(enclosing, outer);
    query.tested = tokens[node.start - 2]?.upper === 'EXISTS';
    const spot: Spot = {
      query,
      select: null,
      clause: 'other',
      inCall: false,
      counted: false,
      doubtful: false,
      conditions: [],
    };
    for (const child of node.children) visit(child, spot);
    return query;
  }

  function visit(node: SyntaxNode, spot: Spot): void {
    if (node.kind === 'query') return visitQuery(node, spot);
    if (node.kind === 'with') return visitWith(node, spot);
    if (node.kind === 'select') return visitSelect(node, spot);
    if (node.kind === 'source') return visitSource(node, spot, 'first', false);
    if (node.kind === 'from') return visitFrom(node, spot);
    if (node.kind === 'reference') return visitReference(node, spot);
    if (node.kind === 'own') return visitOwn(node, spot);
    if (node.kind === 'limit') spot.query.limited = true;
    if (node.kind === 'group' && spot.select) spot.select.grouped = true;
    if (node.kind === 'item' && spot.select) spot.select.items.push(readItem(node, tokens, place(node)));
    const clause = clauses[node.kind] ?? spot.clause;
    if (node.kind === 'where' || node.kind === 'on') visitCondition(node, { ...spot, clause });
    else if (node.kind === 'order' && spot.select === null) visitOrder(node, spot);
    else for (const child of node.children) visit(child, { ...spot, clause });
  }

  /** The ORDER BY of a whole query sees the columns of its only SELECT. */
  function visitOrder(node: SyntaxNode, spot: Spot): void {
    const [arm, second] = spot.query.arms;
    const select = second === undefined && arm !== undefined && 'sources' in arm ? arm : null;
    for (const child of node.children) visit(child, { ...spot, select, clause: 'order' });
  }

  function visitQuery(node: SyntaxNode, spot: Spot): void {
    if (spot.select === null) {
      spot.query.arms.push(readQuery(node, spot.query, spot.query.outer));
      return;
    }
    const inner = createQueryFact(spot.query, spot.select);
    inner.tested = tokens[node.start - 2]?.upper === 'EXISTS';
    const { conditions, doubtful } = spot;
    for (const child of node.children) {
      visit(child, {
        query: inner,
        select: null,
        clause: 'other',
        inCall: false,
        counted: false,
        doubtful,
        conditions,
      });
    }
  }

  function visitWith(node: SyntaxNode, spot: Spot): void {
    const name = tokens[node.start];
    const names = node.children.find(({ kind }) => kind === 'names');
    const body = node.children.find(({ kind }) => kind === 'query');
    const table = {
      name: name?.text ?? '',
      columnNames: names ? namesIn(names, tokens) : null,
      query: null as QueryFact | null,
    };
    spot.query.tables.push(table);
    if (body) table.query = readQuery(body, spot.query, spot.query.outer);
  }

  function visitSelect(node: SyntaxNode, spot: Spot): void {
    const select = createSelectFact(spot.query, place(node));
    spot.query.arms.push(select);
    selects.push(select);
    const head = tokens.slice(node.start, node.start + 4).map(({ upper }) => upper);
    select.grouped = head.includes('DISTINCT') && head.indexOf('DISTINCT') <= 1;
    select.limited = head.slice(0, 3).includes('TOP');
    for (const child of inReadingOrder(node.children)) visit(child, { ...spot, select });
  }

  function visitFrom(node: SyntaxNode, spot: Spot): void {
    let joinedBy: SourceFact['joinedBy'] = 'first';
    let tied = false;
    for (const child of node.children) {
      if (child.kind === 'join') {
        const words = tokens.slice(child.start, child.end).map(({ upper }) => upper);
        joinedBy = words.includes('CROSS') ? 'cross' : 'join';
        tied = ['NATURAL', 'APPLY', 'ASOF', 'POSITIONAL'].some((word) => words.includes(word));
      } else if (child.kind === 'source') {
        visitSource(child, spot, joinedBy, tied);
        joinedBy = 'comma';
        tied = false;
      } else if (child.kind === 'using') {
        const last = spot.select?.sources.at(-1);
        if (last) last.tied = true;
      } else visit(child, spot);
    }
  }

  function visitSource(node: SyntaxNode, spot: Spot, joinedBy: SourceFact['joinedBy'], tied: boolean): void {
    const inner = node.children.filter(({ kind }) => kind === 'source' || kind === 'join');
    if (inner.length > 0) {
      const before = spot.select?.sources.length ?? 0;
      visitFrom(node, spot);
      const first = spot.select?.sources[before];
      if (first) Object.assign(first, { joinedBy, tied: first.tied || tied });
      return;
    }
    const source = readSource(node, spot, { joinedBy, tied });
    spot.select?.sources.push(source);
    for (const child of node.children) {
      if (child.kind === 'table' || child.kind === 'own')
        for (const deeper of child.children) visit(deeper, spot);
    }
  }

  function readSource(
    node: SyntaxNode,
    spot: Spot,
    joined: Pick<SourceFact, 'joinedBy' | 'tied'>,
  ): SourceFact {
    const find = (kind: SyntaxKind) => node.children.find((child) => child.kind === kind);
    const [table, query, alias, names] = [find('table'), find('query'), find('alias'), find('names')];
    const parts = table ? nameParts(table, tokens) : [];
    const called = table !== undefined && tokens[table.start + parts.length * 2 - 1]?.text === '(';
    const changed = node.children.some((child) => child.kind === 'own' && !plainOwn.has(wordAt(child.start)));
    const plain = table !== undefined && !called && !changed;
    const lateral = wordAt(node.start) === 'LATERAL';
    return {
      ...place(table ?? node),
      ...joined,
      tied: joined.tied || lateral || called,
      kind: query && !changed ? 'query' : plain ? 'table' : 'other',
      parts: plain ? parts : [],
      alias: alias ? (tokens[alias.end - 1]?.text ?? null) : null,
      columnNames: names ? namesIn(names, tokens) : null,
      query: query && !changed ? readQuery(query, spot.query, spot.select) : null,
    };
  }

  function wordAt(index: number): string {
    return tokens[index]?.upper ?? '';
  }

  function visitOwn(node: SyntaxNode, spot: Spot): void {
    const word = wordAt(node.start);
    if (word === 'PREWHERE') {
      visitCondition(node, { ...spot, clause: 'where' });
      return;
    }
    const plain = plainOwn.has(word);
    if (word === 'TOP' && spot.select) spot.select.limited = true;
    if (['LIMIT', 'OFFSET', 'FETCH', 'TOP'].includes(word)) spot.query.limited = true;
    if (!plain && spot.select && spot.clause === 'other') spot.select.opaque = true;
    for (const child of node.children) visit(child, { ...spot, doubtful: spot.doubtful || !plain });
  }

  function visitCondition(node: SyntaxNode, spot: Spot): void {
    if (spot.select && spot.clause === 'where') spot.select.filtered = true;
    const starts = conjuncts(node, tokens);
    const lists = [node.start, ...starts].map((): ColumnFact[] => []);
    spot.select?.conditions.push(...lists);
    const conditions = [...spot.conditions, { starts, lists }];
    for (const child of node.children) visit(child, { ...spot, conditions });
  }

  function visitReference(node: SyntaxNode, spot: Spot): void {
    const parts = nameParts(node, tokens);
    const after = tokens[node.start + parts.length * 2 - 1];
    const last = parts.at(-1);
    if (!last) return;
    if (after?.text === '(' && node.end > node.start + parts.length * 2 - 1) visitCall(node, spot, last.text);
    else if (spot.select) {
      if (after?.text === '.' && node.end > node.start + parts.length * 2) return;
      if (parts.length === 1 && rowLimits.has(last.text.toUpperCase())) spot.select.limited = true;
      addColumn(node, spot, spot.select, parts);
    }
  }

  function visitCall(node: SyntaxNode, spot: Spot, name: string): void {
    const aggregate = isAggregate(name);
    const windowed = hasWindow(node, tokens);
    if (aggregate && !windowed && spot.select && (spot.clause === 'select' || spot.clause === 'having')) {
      spot.select.aggregated = true;
    }
    const inside = {
      ...spot,
      inCall: spot.inCall || !aggregate,
      counted: spot.counted || isCount(name),
    };
    for (const child of node.children) visit(child, inside);
  }

  function addColumn(node: SyntaxNode, spot: Spot, select: SelectFact, parts: NamePart[]): void {
    const [before, after] = [tokens[node.start - 1], tokens[node.end]];
    const column: ColumnFact = {
      ...place(node),
      parts,
      select,
      clause: spot.clause,
      inCall: spot.inCall,
      counted: spot.counted,
      equated: [before?.text, after?.text].includes('=') || after?.upper === 'IN',
      doubtful:
        spot.doubtful ||
        before?.upper === 'USING' ||
        after?.text === ':' ||
        after?.text === '->' ||
        after?.text === '=>',
    };
    select.columns.push(column);
    for (const { starts, lists } of spot.conditions) {
      lists[starts.filter((start) => start <= node.start).length]?.push(column);
    }
  }

  const query = readQuery(root, null, null);
  return { query, selects, names: givenNames(tree, tokens) };
}

/** Sources first: everything else names them. */
function inReadingOrder(children: readonly SyntaxNode[]): SyntaxNode[] {
  const isFrom = ({ kind }: SyntaxNode) => kind === 'from';
  return [...children.filter(isFrom), ...children.filter((child) => !isFrom(child))];
}

/** `a.b.c` at the beginning of a stretch. */
function nameParts(node: SyntaxNode, tokens: readonly Token[]): NamePart[] {
  const parts: NamePart[] = [];
  for (let at = node.start; at < node.end; at += 2) {
    const token = tokens[at];
    if (!token || (token.kind !== 'word' && token.kind !== 'quoted')) break;
    parts.push({ text: token.text, quoted: token.kind === 'quoted' });
    if (tokens[at + 1]?.text !== '.' || tokens[at + 1]?.kind !== 'operator') break;
  }
  return parts;
}

function namesIn(node: SyntaxNode, tokens: readonly Token[]): string[] {
  return tokens
    .slice(node.start, node.end)
    .filter(({ kind }) => kind === 'word' || kind === 'quoted')
    .map(({ text }) => text);
}

function readItem(node: SyntaxNode, tokens: readonly Token[], place: Stretch): SelectFact['items'][number] {
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
function conjuncts(node: SyntaxNode, tokens: readonly Token[]): number[] {
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
function hasWindow(node: SyntaxNode, tokens: readonly Token[]): boolean {
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
function givenNames(tree: SyntaxNode, tokens: readonly Token[]): Set<string> {
  const names = new Set<string>();
  const give = (token: Token | undefined) => {
    if (token && ['word', 'quoted', 'string'].includes(token.kind)) names.add(token.text.toLowerCase());
  };
  const collect = (node: SyntaxNode): void => {
    if (node.kind === 'alias') give(tokens[node.end - 1]);
    if (node.kind === 'with') give(tokens[node.start]);
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
