import { postgresqlFunctions, postgresqlRefusedAttributes } from './postgresql.functions.ts';
import { postgresqlNodes } from './postgresql-nodes.ts';
import { postgresqlOperators } from './postgresql-operators.ts';
import { constructRefusal, functionRefusal, notReadOnly, type Refusal } from './refusal.ts';
import { createTableReferences, type TableReferences } from './table-references.ts';
import { fieldsOf, isFields, namesOf, type TreeFields, textOf } from './tree-fields.ts';
import type { TableReference } from './verdict.ts';

interface Walk {
  tables: TableReferences;
  scopes: Set<string>[];
}

const writing = new Map([
  ['InsertStmt', 'INSERT'],
  ['UpdateStmt', 'UPDATE'],
  ['DeleteStmt', 'DELETE'],
  ['MergeStmt', 'MERGE'],
]);
const locks = new Map([
  ['LCS_FORUPDATE', 'FOR UPDATE'],
  ['LCS_FORNOKEYUPDATE', 'FOR NO KEY UPDATE'],
  ['LCS_FORSHARE', 'FOR SHARE'],
  ['LCS_FORKEYSHARE', 'FOR KEY SHARE'],
]);
/** Relations whose rows are passwords, keys or the server's files. */
const refusedTables = new Set(
  `pg_authid pg_shadow pg_user_mapping pg_largeobject pg_hba_file_rules pg_ident_file_mappings
   pg_file_settings`.split(/\s+/),
);
const samplingMethods = new Set(['system', 'bernoulli', 'system_rows', 'system_time']);
const betweenKinds = new Set([
  'AEXPR_BETWEEN',
  'AEXPR_NOT_BETWEEN',
  'AEXPR_BETWEEN_SYM',
  'AEXPR_NOT_BETWEEN_SYM',
]);
const sideEffectPrefix = /^(?:pg_|dblink|binary_upgrade_)/;

/** Walks a parse tree of PostgreSQL; returns the tables it reads. Throws a Refusal for what is not on the lists. */
export function checkPostgresqlTree(tree: unknown): TableReference[] {
  const walk: Walk = { tables: createTableReferences(), scopes: [] };
  visit(walk, tree, null);
  return walk.tables.list();
}

function visit(walk: Walk, value: unknown, structure: string | null): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(walk, item, structure);
  } else if (isFields(value)) {
    if (structure !== null) visitNode(walk, structure, value);
    else
      for (const type of Object.keys(value)) visitNode(walk, type, isFields(value[type]) ? value[type] : {});
  }
}

function visitNode(walk: Walk, type: string, fields: TreeFields): void {
  const allowed = postgresqlNodes.get(type);
  if (allowed === undefined) throw unknownNode(type);
  checks.get(type)?.(walk, fields);
  const scopes = walk.scopes.length;
  if (type === 'SelectStmt' && isFields(fields.withClause)) readWith(walk, fields.withClause);
  for (const [field, value] of Object.entries(fields)) {
    const structure = allowed.get(field);
    if (structure === undefined) throw unknownField(type, field, value);
    if (field !== 'withClause' && typeof value === 'object') visit(walk, value, structure);
  }
  walk.scopes.length = scopes;
}

/** Visits the common table expressions in order, so that each sees only those that PostgreSQL lets it see. */
function readWith(walk: Walk, withClause: TreeFields): void {
  const expressions = Array.isArray(withClause.ctes) ? withClause.ctes : [];
  const scope = new Set<string>();
  walk.scopes.push(scope);
  const names = expressions.map((expression) => textOf(fieldsOf(expression, 'CommonTableExpr')?.ctename));
  if (withClause.recursive === true) for (const name of names) scope.add(name);
  for (const [index, expression] of expressions.entries()) {
    visit(walk, expression, null);
    scope.add(names[index] ?? '');
  }
}

const checks = new Map<string, (walk: Walk, fields: TreeFields) => void>([
  ['FuncCall', (_walk, fields) => checkFunction(fields)],
  ['A_Expr', (_walk, fields) => checkExpression(fields)],
  ['SubLink', (_walk, fields) => checkOperator(namesOf(fields.operName))],
  ['SortBy', (_walk, fields) => checkOperator(namesOf(fields.useOp))],
  ['ColumnRef', (_walk, fields) => checkAttributes(namesOf(fields.fields).slice(1).slice(-1))],
  ['A_Indirection', (_walk, fields) => checkAttributes(namesOf(fields.indirection))],
  ['RangeTableSample', (_walk, fields) => checkSampling(namesOf(fields.method))],
  ['RangeVar', addTable],
]);

function checkFunction(fields: TreeFields): void {
  const parts = namesOf(fields.funcname);
  const name = parts.at(-1) ?? '';
  const builtIn = parts.length === 1 || (parts.length === 2 && parts[0] === 'pg_catalog');
  if (!builtIn) throw functionRefusal(parts.join('.'));
  if (postgresqlFunctions.has(name)) return;
  const takesNoQueryText = name === 'ts_rewrite' && Array.isArray(fields.args) && fields.args.length === 3;
  if (!takesNoQueryText) throw functionRefusal(name);
}

/** `g.pg_sleep` and `(5).pg_sleep` call the function as `pg_sleep(5)` does. */
function checkAttributes(names: readonly string[]): void {
  for (const name of names) {
    const known = sideEffectPrefix.test(name) && !postgresqlFunctions.has(name);
    if (known || postgresqlRefusedAttributes.has(name)) throw functionRefusal(name);
  }
}

/** BETWEEN carries its own name in place of an operator's; everything else names one. */
function checkExpression(fields: TreeFields): void {
  if (!betweenKinds.has(textOf(fields.kind))) checkOperator(namesOf(fields.name));
}

function checkOperator(parts: readonly string[]): void {
  if (parts.length === 0) return;
  const [operator = '', schema] = parts.toReversed();
  if (postgresqlOperators.has(operator) && (schema === undefined || schema === 'pg_catalog')) return;
  throw constructRefusal(parts.join('.'), {
    zh: '这不是数据库自带的运算符，它可能调用自定义函数。',
    en: 'this is no built-in operator, so it may call a function of somebody else.',
  });
}

function checkSampling(parts: readonly string[]): void {
  const name = parts.at(-1) ?? '';
  if (parts.length !== 1 || !samplingMethods.has(name)) throw functionRefusal(parts.join('.'));
}

function addTable(walk: Walk, fields: TreeFields): void {
  const name = textOf(fields.relname);
  const parts = [textOf(fields.catalogname), textOf(fields.schemaname)].filter((part) => part !== '');
  if (refusedTables.has(name)) {
    throw constructRefusal(name, {
      zh: '它包含密码、密钥或服务器文件的内容，不能查询。',
      en: 'it holds passwords, keys or the content of server files.',
    });
  }
  const schema = parts.length > 0 ? parts.join('.') : null;
  if (schema === null && walk.scopes.some((scope) => scope.has(name))) return;
  walk.tables.add(schema, name);
}

function unknownNode(type: string): Refusal {
  const verb = writing.get(type);
  if (verb !== undefined) return notReadOnly(verb);
  return constructRefusal(type.replace(/Stmt$/, ''), unknownConstruct);
}

function unknownField(type: string, field: string, value: unknown): Refusal {
  if (field === 'intoClause') return notReadOnly('SELECT INTO');
  if (field === 'lockingClause') {
    const lock = Array.isArray(value) ? fieldsOf(value[0], 'LockingClause') : null;
    return notReadOnly(locks.get(textOf(lock?.strength)) ?? 'FOR UPDATE');
  }
  return constructRefusal(`${type}.${field}`, unknownConstruct);
}

const unknownConstruct = {
  zh: '它不在只读查询允许的写法之列。',
  en: 'it is not among the constructs that a read-only query may use.',
};
