import { rowLimit } from '@sextant/ask/row-limit';
import type { Catalog, CatalogTable } from '@sextant/engines/catalog';
import { quoteTable } from '@sextant/sql/identifier';
import type { Principal } from '../../../platform/auth/principal.ts';
import type { LoadedCatalog } from '../../connections/catalog-cache.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { queryFailure } from '../../connections/engine-failure.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import type { CollectedResult, QueriesService } from '../queries.service.ts';
import { within } from '../within.ts';
import { findTable, type TableName } from './find-table.ts';
import { createSchemaSearch, type SchemaSearch } from './schema-search.ts';

const previewBytes = 8 * 1024 * 1024;
const previewMs = 30_000;
const definitionMs = 20_000;

/** What a connection holds, for looking around: tables, their first rows and the statements that make them. */
export function createSchemaBrowserService(deps: {
  connections: ConnectionsService;
  queries: QueriesService;
}) {
  const { connections, queries } = deps;
  const searches = new WeakMap<Catalog, Promise<SchemaSearch>>();

  async function catalogOf(connection: StoredConnection, signal?: AbortSignal): Promise<LoadedCatalog> {
    return connections.catalog(connection, { signal });
  }

  async function table(
    connection: StoredConnection,
    name: TableName,
    signal?: AbortSignal,
  ): Promise<CatalogTable> {
    return findTable((await catalogOf(connection, signal)).catalog, name);
  }

  return {
    table,

    /** Best first; rejects as `ConnectionsService.catalog` does. */
    async search(connection: StoredConnection, text: string, limit: number, signal?: AbortSignal) {
      const { catalog } = await catalogOf(connection, signal);
      const search = searches.get(catalog) ?? createSchemaSearch(catalog);
      searches.set(catalog, search);
      return (await search).find(text, limit);
    },

    /** The first rows of a table, in no order; capped, cancelled and recorded like any statement. */
    async preview(
      principal: Principal,
      connection: StoredConnection,
      name: TableName,
      options: { limit: number; signal: AbortSignal },
    ): Promise<{ sql: string; result: CollectedResult }> {
      const found = await table(connection, name, options.signal);
      const { dialect } = connection.engine;
      const { top, lines } = rowLimit(dialect, options.limit, 0, true);
      const head = ['SELECT', top, ' *'].join('');
      const sql = [head, ['FROM', quoteTable(dialect, found.schema, found.name)].join(' '), ...lines].join(
        '\n',
      );
      const run = await queries.run({
        principal,
        connection,
        sql,
        source: 'workbench',
        maxRows: options.limit,
        maxBytes: previewBytes,
        timeoutMs: previewMs,
        signal: options.signal,
      });
      return { sql, result: await queries.collect(run) };
    },

    async definition(connection: StoredConnection, name: TableName, signal?: AbortSignal): Promise<string> {
      const found = await table(connection, name, signal);
      const database = await connections.database(connection);
      try {
        return await within(definitionMs, database.definition(found));
      } catch (error) {
        throw queryFailure(error, { elapsedMs: 0, timeoutMs: 0 });
      }
    },
  };
}

export type SchemaBrowserService = ReturnType<typeof createSchemaBrowserService>;
