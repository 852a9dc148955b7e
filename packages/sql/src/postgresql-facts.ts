import { isAggregate, isCount, isSum } from './aggregates.ts';
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
import { fieldsOf, isFields, listOf, namesOf, type TreeFields, textOf } from './tree-fields.ts';

interface Spot {
  query: QueryFact;
  select: SelectFact | null;
  clause: Clause;
  inCall: boolean;
  counted: boolean;
  summedAt: number | null;
  equated: boolean;
  conditions: ColumnFact[][];
}

const loose = { tied: false, using: [] };

type Joined = Pick<SourceFact, 'joinedBy' | 'tied' | 'using'>;

/**
 * Collects the facts of a SELECT from the tree of PostgreSQL's own parser. `stretchAt` gives the dotted name that
 * begins at a byte of the text.
 */
export function factsOfPostgresqlTree(
  statement: TreeFields,
  stretchAt: (byte: number) => Stretch,
): StatementFacts {
  const selects: SelectFact[] = [];
  const names = new Set<string>();
  const give = (name: string) => names.add(name.toLowerCase());
  const placeOf = (fields: TreeFields): Stretch =>
    stretchAt(typeof fields.location === 'number' ? fields.location : 0);

  function readQuery(fields: TreeFields, enclosing: QueryFact | null, outer: SelectFact | null): QueryFact {
    const query = createQueryFact(enclosing, outer);
    fillQuery(query, fields, []);
    return query;
  }

  function fillQuery(query: QueryFact, fields: TreeFields, conditions: ColumnFact[][]): void {
    query.limited = fields.limitCount !== undefined;
    readWith(fields, query);
    const spot = { ...blankSpot(query), conditions };
    if (textOf(fields.op) === 'SETOP_NONE') readSelect(fields, spot);
    else {
      for (const arm of [fields.larg, fields.rarg]) {
        const inner = createQueryFact(query, query.outer);
        if (isFields(arm)) fillQuery(inner, arm, conditions);
        query.arms.push(inner);
      }
    }
    visit(fields.limitCount, spot);
    visit(fields.limitOffset, spot);
  }

  function blankSpot(query: QueryFact): Spot {
    const flags = { inCall: false, counted: false, summedAt: null, equated: false };
    return { query, select: null, clause: 'other', conditions: [], ...flags };
  }

  function readWith(fields: TreeFields, query: QueryFact): void {
    const clause = isFields(fields.withClause) ? fields.withClause : {};
    for (const item of listOf(clause.ctes)) {
      const cte = fieldsOf(item, 'CommonTableExpr');
      const body = fieldsOf(cte?.ctequery, 'SelectStmt');
      if (!cte || !body) continue;
      const columnNames = namesOf(cte.aliascolnames);
      const table = {
        name: textOf(cte.ctename),
        columnNames: columnNames.length > 0 ? columnNames : null,
        query: null as QueryFact | null,
      };
      for (const name of [table.name, ...columnNames]) give(name);
      query.tables.push(table);
      const read = readQuery(body, query, query.outer);
      // SEARCH and CYCLE add columns, so that nobody can tell all of them.
      const grows = cte.search_clause !== undefined || cte.cycle_clause !== undefined;
      if (grows) table.columnNames = null;
      else table.query = read;
    }
  }

  function readSelect(fields: TreeFields, spot: Spot): void {
    const select = createSelectFact(spot.query, { from: 0, to: 0 });
    spot.query.arms.push(select);
    selects.push(select);
    const inside = { ...spot, select };
    select.grouped = fields.groupClause !== undefined || fields.distinctClause !== undefined;
    select.filtered = fields.whereClause !== undefined;
    if (fields.valuesLists !== undefined) select.opaque = true;
    for (const [index, source] of listOf(fields.fromClause).entries()) {
      readSource(source, inside, { ...loose, joinedBy: index === 0 ? 'first' : 'comma' });
    }
    for (const item of listOf(fields.targetList)) readItem(fieldsOf(item, 'ResTarget') ?? {}, inside);
    visitConditions(fields.whereClause, { ...inside, clause: 'where' });
    visit(fields.distinctClause, inside);
    visit(fields.valuesLists, inside);
    visit(fields.groupClause, { ...inside, clause: 'group' });
    visit(fields.havingClause, { ...inside, clause: 'having' });
    visit(fields.windowClause, inside);
    visit(fields.sortClause, { ...inside, clause: 'order' });
  }

  function readItem(target: TreeFields, spot: Spot): void {
    const name = textOf(target.name);
    if (name !== '') give(name);
    const column = fieldsOf(target.val, 'ColumnRef');
    const starred =
      column !== null && listOf(column.fields).some((field) => fieldsOf(field, 'A_Star') !== null);
    const parts = column ? namesOf(column.fields) : [];
    spot.select?.items.push({
      ...placeOf(column ?? target),
      star: starred ? parts.map(toPart) : null,
      name: name !== '' ? name : starred ? null : (parts.at(-1) ?? null),
    });
    visit(target.val, { ...spot, clause: 'select' });
  }

  function readSource(node: unknown, spot: Spot, joined: Joined): void {
    const join = fieldsOf(node, 'JoinExpr');
    const sample = fieldsOf(node, 'RangeTableSample');
    if (join) readJoin(join, spot, joined);
    else if (sample) readSource(sample.relation, spot, joined);
    else readPlainSource(node, spot, joined);
  }

  function readPlainSource(node: unknown, spot: Spot, joined: Joined): void {
    const table = fieldsOf(node, 'RangeVar');
    const derived = fieldsOf(node, 'RangeSubselect');
    const fields = table ?? derived ?? firstFields(node);
    const alias = isFields(fields.alias) ? fields.alias : {};
    const columnNames = namesOf(alias.colnames);
    const body = derived && fieldsOf(derived.subquery, 'SelectStmt');
    const parts = table ? [table.catalogname, table.schemaname, table.relname].map(textOf) : [];
    const source: SourceFact = {
      ...(table ? placeOf(table) : { from: 0, to: 0 }),
      joinedBy: joined.joinedBy,
      tied: joined.tied || fields.lateral === true,
      using: joined.using,
      kind: table ? 'table' : body ? 'query' : 'other',
      parts: parts.filter((part) => part !== '').map(toPart),
      alias: textOf(alias.aliasname) || null,
      columnNames: columnNames.length > 0 ? columnNames : null,
      query: body ? readQuery(body, spot.query, spot.select) : null,
    };
    for (const name of [...columnNames, textOf(alias.aliasname)]) give(name);
    spot.select?.sources.push(source);
    if (!table && !body) visit(node, spot);
  }

  function readJoin(join: TreeFields, spot: Spot, joined: Joined): void {
    readSource(join.larg, spot, joined);
    const using = namesOf(join.usingClause);
    const bare = join.quals === undefined && using.length === 0 && join.isNatural !== true;
    readSource(join.rarg, spot, {
      joinedBy: bare ? 'cross' : 'join',
      tied: using.length > 0 || join.isNatural === true,
      using,
    });
    // An alias of a whole join hides the names inside.
    if (isFields(join.alias) && spot.select) spot.select.opaque = true;
    visitConditions(join.quals, { ...spot, clause: 'on' });
  }

  function visitConditions(node: unknown, spot: Spot): void {
    const conjunction = fieldsOf(node, 'BoolExpr');
    if (conjunction && textOf(conjunction.boolop) === 'AND_EXPR') {
      for (const part of listOf(conjunction.args)) visitConditions(part, spot);
    } else if (node !== undefined) {
      const condition: ColumnFact[] = [];
      spot.select?.conditions.push(condition);
      visit(node, { ...spot, conditions: [...spot.conditions, condition] });
    }
  }

  function visit(node: unknown, spot: Spot): void {
    if (Array.isArray(node)) for (const item of node) visit(item, spot);
    else if (isFields(node)) {
      for (const [type, fields] of Object.entries(node)) {
        if (!isFields(fields)) visit(fields, spot);
        else (visitors.get(type) ?? visit)(fields, spot);
      }
    }
  }

  const visitors = new Map<string, (fields: TreeFields, spot: Spot) => void>([
    ['ColumnRef', addColumn],
    ['FuncCall', visitCall],
    [
      'TypeCast',
      (fields, spot) => visit(fields.arg, { ...spot, inCall: spot.inCall || !isConstant(fields) }),
    ],
    ['CoalesceExpr', (fields, spot) => visit(fields.args, { ...spot, inCall: true })],
    ['A_Expr', visitExpression],
    ['SubLink', visitSubLink],
    [
      'SelectStmt',
      (fields, spot) => fillQuery(createQueryFact(spot.query, spot.select), fields, spot.conditions),
    ],
  ]);

  function visitCall(fields: TreeFields, spot: Spot): void {
    const name = namesOf(fields.funcname).at(-1) ?? '';
    const aggregate = isAggregate(name);
    const shown = spot.clause === 'select' || spot.clause === 'having';
    if (aggregate && fields.over === undefined && shown && spot.select) spot.select.aggregated = true;
    const { funcname: _, ...inside } = fields;
    const { location = 0, agg_distinct: distinct } = fields;
    visit(inside, {
      ...spot,
      inCall: spot.inCall || !aggregate,
      counted: spot.counted || isCount(name),
      summedAt: isSum(name) && distinct !== true ? Number(location) : spot.summedAt,
    });
  }

  function visitExpression(fields: TreeFields, spot: Spot): void {
    const kind = textOf(fields.kind);
    const equated = kind === 'AEXPR_IN' || (kind === 'AEXPR_OP' && namesOf(fields.name).at(-1) === '=');
    visit(fields.lexpr, { ...spot, equated });
    visit(fields.rexpr, { ...spot, equated: equated && kind === 'AEXPR_OP' });
  }

  function visitSubLink(fields: TreeFields, spot: Spot): void {
    visit(fields.testexpr, { ...spot, equated: true });
    const body = fieldsOf(fields.subselect, 'SelectStmt');
    if (!body) return;
    const query = createQueryFact(spot.query, spot.select);
    query.tested = textOf(fields.subLinkType) === 'EXISTS_SUBLINK';
    fillQuery(query, body, spot.conditions);
  }

  function addColumn(fields: TreeFields, spot: Spot): void {
    const parts = namesOf(fields.fields);
    const starred = listOf(fields.fields).some((field) => fieldsOf(field, 'A_Star') !== null);
    if (!spot.select || parts.length === 0 || starred) return;
    const { select, clause, inCall, counted, summedAt, equated } = spot;
    const column: ColumnFact = {
      ...placeOf(fields),
      parts: parts.map(toPart),
      select,
      clause,
      inCall,
      counted,
      summedAt,
      equated,
      doubtful: false,
    };
    select.columns.push(column);
    for (const condition of spot.conditions) condition.push(column);
  }

  return { query: readQuery(statement, null, null), selects, names };
}

/** Names are folded by the parser, so that they are compared as they are. */
function toPart(text: string): NamePart {
  return { text, quoted: false };
}

function firstFields(node: unknown): TreeFields {
  const [fields] = isFields(node) ? Object.values(node) : [];
  return isFields(fields) ? fields : {};
}

/** `date '2024-01-01'` is a cast of a constant. */
function isConstant(cast: TreeFields): boolean {
  return fieldsOf(cast.arg, 'A_Const') !== null;
}
