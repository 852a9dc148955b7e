import type { Dialect } from '@sextant/sql/dialect';
import { tableAlias } from './dialect-functions.ts';
import { isReservedWord, writeIdentifier } from './identifier-text.ts';
import type { ColumnRef, SemanticQuery } from './semantic-query.ts';

/** The tables of one SELECT with their aliases; knows how to write a column of them. */
export interface TableScope {
  dialect: Dialect;
  defaultSchema: string | null;
  /** The column, qualified when more than one table is in sight. Throws for a table that is not joined. */
  column(ref: ColumnRef): string;
  /** The table of a column with its alias, e.g. `order_items AS oi`. */
  table(ref: Pick<ColumnRef, 'schema' | 'table' | 'instance'>): string;
  /** `*`, or `o.*` when more than one table is in sight: all columns of the first table. */
  star: string;
}

type Instance = Pick<ColumnRef, 'schema' | 'table' | 'instance'>;

function keyOf(instance: Instance): string {
  const own = instance.instance;
  return own !== undefined && own !== instance.table
    ? own
    : JSON.stringify([instance.schema, instance.table]);
}

function initials(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  const letters = words.map((word) => word[0] ?? '').join('');
  return /^[A-Za-z]{1,4}$/.test(letters) ? letters.toLowerCase() : 't';
}

function chooseAlias(instance: Instance, taken: Set<string>): string {
  const own = instance.instance;
  const named = own !== undefined && own !== instance.table && /^[a-z][a-z0-9_]{0,15}$/.test(own);
  const base = named ? own : initials(instance.table);
  let alias = base;
  for (let n = 2; taken.has(alias) || isReservedWord(alias); n += 1) alias = `${base}${n}`;
  taken.add(alias);
  return alias;
}

/** Builds the scope of a query. `qualify` forces aliases even when there is only one table. */
export function tableScope(
  query: Pick<SemanticQuery, 'from' | 'joins'>,
  context: { dialect: Dialect; defaultSchema: string | null },
  qualify: boolean,
): TableScope {
  const { dialect, defaultSchema } = context;
  const aliases = new Map<string, string>();
  const taken = new Set<string>();
  const qualified = qualify || query.joins.length > 0;
  for (const instance of [query.from, ...query.joins.map((join) => join.to[0])]) {
    if (!instance) throw new Error('A join of the semantic query names no column');
    const key = keyOf(instance);
    if (aliases.has(key))
      throw new Error(`The semantic query joins ${instance.table} twice without an instance`);
    aliases.set(key, chooseAlias(instance, taken));
  }
  const aliasOf = (ref: Instance): string => {
    const alias = aliases.get(keyOf(ref));
    if (!alias) throw new Error(`The semantic query uses ${ref.table} without joining it`);
    return alias;
  };
  return {
    dialect,
    defaultSchema,
    column: (ref) => {
      const alias = aliasOf(ref);
      const name = writeIdentifier(dialect, ref.column);
      return qualified ? `${alias}.${name}` : name;
    },
    table: (ref) => {
      const name = writeIdentifier(dialect, ref.table);
      const shown = ref.schema !== null && ref.schema !== defaultSchema;
      const path = shown ? `${writeIdentifier(dialect, ref.schema ?? '')}.${name}` : name;
      return qualified ? path + tableAlias(dialect, aliasOf(ref)) : path;
    },
    star: qualified ? `${aliasOf(query.from)}.*` : '*',
  };
}
