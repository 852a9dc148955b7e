import type { CatalogTable } from '@sextant/engines/catalog';
import type { PreparedColumn, PreparedEdge, PreparedTable } from './catalog-index.ts';
import { singular, splitIdentifier } from './words.ts';

function addEdge(childColumns: PreparedColumn[], parentColumns: PreparedColumn[], declared: boolean): void {
  const child = childColumns[0]?.table;
  const parent = parentColumns[0]?.table;
  if (!child || !parent) return;
  const same = child.edges.some(
    (edge) =>
      edge.child === child &&
      edge.parent === parent &&
      edge.childColumns.length === childColumns.length &&
      edge.childColumns.every((column, index) => column === childColumns[index]),
  );
  if (same) return;
  const edge: PreparedEdge = { child, parent, childColumns, parentColumns, declared };
  child.edges.push(edge);
  if (parent !== child) parent.edges.push(edge);
  if (childColumns.length === 1 && childColumns[0]) childColumns[0].references = parentColumns[0] ?? null;
}

function* linkDeclared(tables: PreparedTable[], sources: CatalogTable[]): Generator<void, void, void> {
  const byName = new Map(tables.map((table) => [`${table.schema ?? ''}.${table.name.toLowerCase()}`, table]));
  for (const [index, source] of sources.entries()) {
    const child = tables[index];
    if (!child) continue;
    yield;
    for (const key of source.foreignKeys) {
      const parent = byName.get(
        `${key.referencedSchema ?? source.schema ?? ''}.${key.referencedTable.toLowerCase()}`,
      );
      if (!parent) continue;
      const referenced =
        key.referencedColumns.length > 0 ? key.referencedColumns : parent.primaryKey.map((c) => c.name);
      const from = key.columns.map((name) =>
        child.columns.find((c) => c.name.toLowerCase() === name.toLowerCase()),
      );
      const to = referenced.map((name) =>
        parent.columns.find((c) => c.name.toLowerCase() === name.toLowerCase()),
      );
      if (from.some((c) => !c) || to.some((c) => !c) || from.length !== to.length) continue;
      addEdge(
        from.filter((c) => c !== undefined),
        to.filter((c) => c !== undefined),
        true,
      );
    }
  }
}

function spelled(column: PreparedColumn): string {
  return splitIdentifier(column.name).map(singular).join('_');
}

/** The one column a table's rows are told apart by: its key, or what its name says is the key. */
export function ownKey(table: PreparedTable): PreparedColumn | null {
  if (table.primaryKey.length === 1) return table.primaryKey[0] ?? null;
  if (table.primaryKey.length > 1) return null;
  const own = (table.names[0]?.words ?? []).map((word) => singular(word.exact));
  const joined = own.join('_');
  const initials = own.map((word) => word.charAt(0)).join('');
  const wanted = new Set([
    'id',
    `${joined}_id`,
    `${initials}id`,
    `${initials}_id`,
    `${joined}_code`,
    `${joined}_no`,
    `${own.at(-1) ?? ''}_id`,
    `${own.at(-1) ?? ''}_code`,
  ]);
  const physical = splitIdentifier(table.name).map(singular).join('_');
  wanted.add(`${physical}_id`);
  for (const column of table.columns) {
    const name = column.names[0]?.words.map((word) => singular(word.exact)).join('_') ?? '';
    if (wanted.has(spelled(column)) || wanted.has(name)) return column;
  }
  return table.columns.find((column) => isAbbreviatedKey(column, own)) ?? null;
}

/** `cust_id` for customer: the key's first word begins the table's name. */
function isAbbreviatedKey(column: PreparedColumn, own: string[]): boolean {
  const words = splitIdentifier(column.name);
  const last = words.at(-1);
  const before = words.at(-2);
  if ((last !== 'id' && last !== 'code') || !before || before.length < 3) return false;
  return (own.at(-1) ?? '').startsWith(before) || (own[0] ?? '').startsWith(before);
}

/** The column's name without a shared prefix and with its abbreviations written out: `sbTxCustId` → transaction_customer_id. */
function canonical(column: PreparedColumn): string {
  return (column.names[0]?.words ?? []).map((word) => singular(word.exact)).join('_');
}

function tableWords(table: PreparedTable): string {
  return (table.names[0]?.words ?? []).map((word) => singular(word.exact)).join('_');
}

interface KeyOwner {
  table: PreparedTable;
  key: PreparedColumn;
}

/** Finds the table a column points to by name: `x_id` → x.id, `customer_id` → customers.customer_id. */
function pointsTo(
  column: PreparedColumn,
  owners: Map<string, KeyOwner[]>,
  byWord: Map<string, KeyOwner[]>,
): KeyOwner | null {
  const words = spelled(column).split('_');
  const plain = canonical(column).split('_');
  for (const form of [words, plain]) {
    for (let from = 0; from < form.length; from += 1) {
      const rest = form.slice(from).join('_');
      if (rest === 'id' || rest === 'code' || rest === 'no') break;
      const same = (owners.get(rest) ?? []).filter(
        (owner) => owner.key !== column && owner.table !== column.table,
      );
      const named = same.filter((owner) => rest.replace(/_(id|code|no)$/, '') === tableWords(owner.table));
      if (named.length === 1 && named[0]) return named[0];
      if (same.length === 1 && same[0]) return same[0];
      if (same.length > 1) return null;
    }
  }
  const bare = words.filter((word) => word !== 'id' && word !== 'code' && word !== 'no');
  const isKeyed = bare.length < words.length;
  for (let from = 0; from < bare.length; from += 1) {
    const named = (byWord.get(bare.slice(from).join('_')) ?? []).filter((owner) => owner.key !== column);
    if (named.length !== 1 || !named[0]) continue;
    const fits = isKeyed || (from === 0 && bare.length === words.length && column.kind === 'integer');
    return fits && named[0].key.kind === column.kind ? named[0] : null;
  }
  return null;
}

/** `student_id` of student_record where there are students: no key of the records, though their name begins alike. */
function isKeyOfAnother(key: PreparedColumn, byName: ReadonlyMap<string, PreparedTable>): boolean {
  const { table } = key;
  if (table.primaryKey.length > 0) return false;
  const named = byName.get(spelled(key).replace(/_(id|code|no)$/, ''));
  if (!named || named === table) return false;
  const other = ownKey(named);
  return other !== null && spelled(other) === spelled(key);
}

/** What tells rows of each table apart, where that is no key of another table. */
function* ownKeys(tables: PreparedTable[]): Generator<void, Map<PreparedTable, PreparedColumn>, void> {
  const byName = new Map(tables.map((table) => [tableWords(table), table]));
  const found = new Map<PreparedTable, PreparedColumn>();
  for (const table of tables) {
    const key = ownKey(table);
    if (key && !isKeyOfAnother(key, byName)) found.set(table, key);
    yield;
  }
  return found;
}

function* linkInferred(tables: PreparedTable[]): Generator<void, void, void> {
  const keys = yield* ownKeys(tables);
  const owners = new Map<string, KeyOwner[]>();
  const byWord = new Map<string, KeyOwner[]>();
  const push = (map: Map<string, KeyOwner[]>, key: string, owner: KeyOwner) => {
    const list = map.get(key);
    if (list) list.push(owner);
    else map.set(key, [owner]);
  };
  for (const table of tables) {
    const key = keys.get(table);
    if (!key || key.references) continue;
    push(owners, spelled(key), { table, key });
    if (canonical(key) !== spelled(key)) push(owners, canonical(key), { table, key });
    push(byWord, tableWords(table), { table, key });
  }
  for (const table of tables) {
    yield;
    const key = keys.get(table);
    for (const column of table.columns) {
      if (column.references || column === key || column.kind === 'date' || column.kind === 'datetime')
        continue;
      const owner = pointsTo(column, owners, byWord);
      if (owner) addEdge([column], [owner.key], false);
    }
  }
}

/** Links tables over their foreign keys, then over columns whose names say that they point to a table's key; a table at a time. */
export function* linkTables(tables: PreparedTable[], sources: CatalogTable[]): Generator<void, void, void> {
  yield* linkDeclared(tables, sources);
  yield* linkInferred(tables);
}
