import type { Dialect } from './dialect.ts';
import type { KnownCatalog, KnownTable } from './finding.ts';
import type { NamePart } from './statement-facts.ts';

/** What a catalog says of a table's name; `unsure` where the name may be something that catalogs do not hold. */
export type TableLookup = { found: 'table'; table: KnownTable } | { found: 'none' | 'unsure' };

export interface CatalogNames {
  tables: readonly KnownTable[];
  /** `parts` end with the table's name, with schema and database before it. */
  findTable(parts: readonly NamePart[]): TableLookup;
  hasColumn(table: KnownTable, name: NamePart): boolean;
}

/** Names of a database's own tables and of the schemas that hold them, which catalogs leave out. */
const systemNames: Record<Dialect, RegExp> = {
  postgresql: /^(?:pg_|information_schema$)/i,
  mysql: /^(?:information_schema$|performance_schema$|mysql$|sys$|seq_\d|dual$)/i,
  sqlite: /^(?:sqlite_|pragma_)/i,
  duckdb: /^(?:duckdb_|pragma_|pg_|sqlite_|information_schema$)/i,
  clickhouse: /^(?:system$|information_schema$)/i,
  tsql: /^(?:sys|information_schema$|#|@)/i,
  oracle: /^(?:sys$|user_|all_|dba_|cdb_|g?v_?\$|x\$|dual$|tab$|cat$)/i,
};

/** Catalogs give the default schema as null; by these names it can be told from any other schema or database. */
const defaultSchemas = new Set(['public', 'dbo', 'main']);

/** Looks names up as the dialect would: PostgreSQL to the letter, since its names are folded already, others in any case. */
export function createCatalogNames(catalog: KnownCatalog, dialect: Dialect): CatalogNames {
  const fold = dialect === 'postgresql' ? (text: string) => text : (text: string) => text.toLowerCase();
  const byName = new Map<string, KnownTable[]>();
  const schemas = new Set<string>();
  for (const table of catalog.tables) {
    const key = fold(table.name);
    byName.set(key, [...(byName.get(key) ?? []), table]);
    if (table.schema !== null) schemas.add(fold(table.schema));
  }
  const columns = new WeakMap<KnownTable, Set<string>>();

  function columnsOf(table: KnownTable): Set<string> {
    const known = columns.get(table) ?? new Set(table.columns.map(({ name }) => fold(name)));
    columns.set(table, known);
    return known;
  }

  /** Partitions count for their parent in PostgreSQL's catalog, so they are not listed. */
  function mayBePartition(name: string): boolean {
    return dialect === 'postgresql' && catalog.tables.some((table) => name.startsWith(`${table.name}_`));
  }

  function findUnqualified(name: string): TableLookup {
    const candidates = byName.get(fold(name)) ?? [];
    const table = candidates.find(({ schema }) => schema === null);
    if (table) return { found: 'table', table };
    return { found: candidates.length > 0 || mayBePartition(name) ? 'unsure' : 'none' };
  }

  function findQualified(name: string, schema: string): TableLookup {
    const candidates = byName.get(fold(name)) ?? [];
    const table = candidates.find(
      (candidate) => candidate.schema !== null && fold(candidate.schema) === fold(schema),
    );
    if (table) return { found: 'table', table };
    if (schemas.has(fold(schema)) && !mayBePartition(name)) return { found: 'none' };
    const inDefault = candidates.find((candidate) => candidate.schema === null);
    const isDefault = defaultSchemas.has(schema.toLowerCase());
    return inDefault && isDefault ? { found: 'table', table: inDefault } : { found: 'unsure' };
  }

  return {
    tables: catalog.tables,
    findTable(parts) {
      const [name, schema] = parts.toReversed().map(({ text }) => text);
      if (name === undefined) return { found: 'unsure' };
      const lookup = schema === undefined ? findUnqualified(name) : findQualified(name, schema);
      const system = lookup.found === 'none' && parts.some(({ text }) => systemNames[dialect].test(text));
      return system ? { found: 'unsure' } : lookup;
    },
    hasColumn: (table, name) => columnsOf(table).has(fold(name.text)),
  };
}
