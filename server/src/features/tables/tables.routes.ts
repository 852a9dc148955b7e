import { Readable } from 'node:stream';
import type { ColumnKind } from '@sextant/contract/result';
import { type Table, type TableColumn, tableEndpoints, warehouseEndpoints } from '@sextant/contract/tables';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import { contentDisposition, downloadName } from '../workbench/export/download-name.ts';
import { presentPrepared } from '../workbench/export/exports.routes.ts';
import { readFilters } from './table-page.ts';
import type { ColumnType } from './table-writer.ts';
import type { CollectedTable, TablesService } from './tables.service.ts';
import type { WarehouseSettings } from './warehouse-settings.service.ts';

const kinds: Record<ColumnType, ColumnKind> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'datetime',
  json: 'json',
};

/** API v1: `/tables` and `/settings/warehouse`. */
export function registerTableRoutes(
  app: FastifyInstance,
  deps: { tables: TablesService; settings: WarehouseSettings },
): void {
  const { tables, settings } = deps;

  registerV1(app, tableEndpoints, {
    async list({ query, language }) {
      const { limit, offset, ...filter } = query;
      const found = await tables.list(filter);
      const page = found.slice(offset, offset + limit);
      return {
        tables: page.map((table) => presentTable(table, language)),
        total: found.length,
        has_more: offset + page.length < found.length,
        connection_id: (await tables.connection())?.id ?? null,
      };
    },
    async get({ params, language }) {
      const table = await tables.get(params.name);
      return { ...presentTable(table, language), columns: presentColumns(table), checks: table.checks };
    },
    async rows({ params, query, signal }) {
      const { filter, ...order } = query;
      const page = await tables.rows(params.name, { ...order, filters: readFilters(filter) }, signal);
      return {
        columns: presentColumns(page.table),
        rows: page.rows,
        total: page.total,
        next_cursor: page.nextCursor,
      };
    },
    async profile({ params, signal }) {
      const { table, sampledRows, columns } = await tables.profile(params.name, signal);
      return { rows_count: table.row.rows_count, sampled_rows: sampledRows, columns };
    },
    async export({ principal, params, query, signal }) {
      const { type, chunks } = await tables.export(principal, params.name, { ...query, signal });
      const body = Readable.from(chunks, { objectMode: false });
      signal.addEventListener('abort', () => body.destroy(), { once: true });
      return new Streamed(body, {
        'content-type': type,
        'content-disposition': contentDisposition(downloadName(params.name, query.format)),
        'x-content-type-options': 'nosniff',
      });
    },
    createExport: async ({ principal, params, body, language }) =>
      presentPrepared(await tables.prepareExport(principal, params.name, body.format), language),
    async setChecks({ principal, params, body, language }) {
      const { checks, failed } = await tables.setChecks(principal, params.name, body.checks);
      return { checks, failed: failed.map((text) => text[language]) };
    },
    async remove({ principal, params, query, address }) {
      await tables.remove(principal, params.name, query.confirm, address);
      return {};
    },
  });

  registerV1(app, warehouseEndpoints, {
    async get() {
      const { engine, connectionId, name, tablesCount, switching } = await settings.get();
      return { engine, connection_id: connectionId, name, tables_count: tablesCount, switching };
    },
    async update({ principal, body }) {
      const execution = await settings.switchTo(principal, body.connection_id);
      return { execution_id: execution.id };
    },
    async test({ principal, body, language }) {
      const { usable, message } = await settings.test(principal, body.connection_id);
      return { usable, message: message[language] };
    },
  });
}

function presentTable({ row, failed }: CollectedTable, language: Language): Table {
  return {
    name: row.name,
    display_name: row.display_name,
    category: row.category,
    script_id: row.script_id,
    comment: row.comment,
    rows_count: row.rows_count,
    bytes: row.bytes,
    last_updated_at: row.last_updated_at,
    last_execution_id: row.last_execution_id,
    failed_checks: failed.map((text) => text[language]),
  };
}

function presentColumns({ columns, key }: CollectedTable): TableColumn[] {
  return columns.map(({ name, type }) => ({
    name,
    type,
    kind: kinds[type],
    nullable: !key.includes(name),
    is_key: key.includes(name),
  }));
}
