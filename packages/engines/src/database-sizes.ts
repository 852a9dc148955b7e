/** How much room a table takes; null for what the engine does not tell. */
export interface TableSize {
  /** Null where the engine has no schemas, or they are its databases. */
  schema: string | null;
  name: string;
  bytes: number;
  dataBytes: number | null;
  indexBytes: number | null;
  rowsEstimate: number | null;
}

/** How much room a database takes; its tables are only told where the login and the engine allow it. */
export interface DatabaseSize {
  database: string;
  bytes: number;
  dataBytes: number | null;
  indexBytes: number | null;
  tables: TableSize[];
}

/** The databases that tables add up to, with those named that hold no table. */
export function sumTables(
  tables: readonly (TableSize & { database: string })[],
  databases: readonly string[],
): DatabaseSize[] {
  const byName = new Map<string, DatabaseSize>();
  const of = (database: string): DatabaseSize => {
    const known = byName.get(database);
    if (known) return known;
    const fresh = { database, bytes: 0, dataBytes: null, indexBytes: null, tables: [] };
    byName.set(database, fresh);
    return fresh;
  };
  for (const database of databases) of(database);
  for (const { database, ...table } of tables) {
    const sum = of(database);
    sum.bytes += table.bytes;
    if (table.dataBytes !== null) sum.dataBytes = (sum.dataBytes ?? 0) + table.dataBytes;
    if (table.indexBytes !== null) sum.indexBytes = (sum.indexBytes ?? 0) + table.indexBytes;
    sum.tables.push(table);
  }
  return [...byName.values()];
}
