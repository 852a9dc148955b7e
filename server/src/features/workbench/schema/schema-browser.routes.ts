import { type Rights, schemaBrowserEndpoints, type TableSummary } from '@sextant/contract/schema-browser';
import type { Language } from '@sextant/contract/text';
import type { CatalogTable } from '@sextant/engines/catalog';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../../platform/auth/principal.ts';
import { forbidden } from '../../../platform/errors/app-error.ts';
import { registerV1 } from '../../../platform/http/v1-routes.ts';
import { canManage } from '../../connections/connections.policy.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { presentTable } from '../../connections/present-table.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import type { TableName } from './find-table.ts';
import type { LayoutsRepository } from './layouts.repository.ts';
import type { CheckedRights, LoginRightsService } from './login-rights.service.ts';
import type { RelationshipsService } from './relationships.service.ts';
import type { SchemaBrowserService } from './schema-browser.service.ts';

/** API v1: looking around in a connection: tables, relationships and the rights of the login. */
export function registerSchemaBrowserRoutes(
  app: FastifyInstance,
  deps: {
    connections: ConnectionsService;
    browser: SchemaBrowserService;
    relationships: RelationshipsService;
    layouts: LayoutsRepository;
    rights: LoginRightsService;
  },
): void {
  const { connections, browser, relationships, layouts, rights } = deps;
  registerV1(app, schemaBrowserEndpoints, {
    async tables({ principal, params, query, signal }) {
      const connection = await connections.get(principal, params.id);
      const { refresh } = query;
      const { catalog, loadedAt } = await connections.catalog(connection, { refresh, signal });
      return { tables: catalog.tables.map(presentSummary), loaded_at: loadedAt };
    },

    async search({ principal, params, query, signal }) {
      const connection = await connections.get(principal, params.id);
      const { matches, total } = await browser.search(connection, query.q, query.limit, signal);
      const tables = matches.map(({ table, columns }) => ({
        ...presentSummary(table),
        columns: columns.map(({ name, type, comment }) => ({ name, type, comment })),
      }));
      return { tables, total };
    },

    async table({ principal, params, query, signal }) {
      const connection = await connections.get(principal, params.id);
      return presentTable(await browser.table(connection, nameOf(query), signal));
    },

    async preview({ principal, params, query, signal }) {
      const connection = await connections.get(principal, params.id);
      const options = { limit: query.limit, signal };
      const { sql, result } = await browser.preview(principal, connection, nameOf(query), options);
      return {
        sql,
        columns: result.columns,
        rows: result.rows,
        rows_count: result.rowsCount,
        truncated: result.truncated,
        truncated_by: result.truncatedBy,
        execution_time: result.executionTime,
      };
    },

    async definition({ principal, params, query, signal }) {
      const connection = await connections.get(principal, params.id);
      return { sql: await browser.definition(connection, nameOf(query), signal) };
    },

    async relationships({ principal, params, signal }) {
      const connection = await connections.get(principal, params.id);
      return { relationships: await relationships.list(connection, signal) };
    },

    async addRelationship({ principal, address, params, body }) {
      const connection = await connections.get(principal, params.id);
      return relationships.add({ principal, address }, connection, body);
    },

    async removeRelationship({ principal, address, params }) {
      const connection = await connections.get(principal, params.id);
      await relationships.remove({ principal, address }, connection, params.relationship_id);
      return {};
    },

    async layout({ principal, params }) {
      const connection = await connections.get(principal, params.id);
      return (await layouts.find(principal.userId, connection.id)) ?? { positions: {} };
    },

    async saveLayout({ principal, params, body }) {
      const connection = await connections.get(principal, params.id);
      await layouts.save(principal.userId, connection.id, body);
      return body;
    },

    async rights({ principal, params, query, language }) {
      const connection = await connections.get(principal, params.id);
      requireManager(principal, connection);
      return presentRights(await rights.get(connection, query.refresh ?? false), language);
    },
  });
}

function nameOf({ schema, name }: { schema?: string | undefined; name: string }): TableName {
  return { schema: schema ?? null, name };
}

function presentSummary(table: CatalogTable): TableSummary {
  const { name, schema, kind, comment, rowEstimate, columns } = table;
  return { name, schema, kind, comment, row_count: rowEstimate, columns_count: columns.length };
}

/** What a login may do beyond reading is no business of those with whom a connection is shared. */
function requireManager(principal: Principal, connection: StoredConnection): void {
  if (canManage(principal, connection)) return;
  throw forbidden({
    zh: `只有连接「${connection.name}」的所有者和管理员可以查看其登录账号的权限`,
    en: `Only the owner of "${connection.name}" and administrators may see the rights of its login`,
  });
}

function presentRights({ rights, checkedAt }: CheckedRights, language: Language): Rights {
  return {
    login: rights.login,
    grade: rights.grade,
    reasons: rights.reasons.map(({ grade, right, text }) => ({ grade, right, message: text[language] })),
    reader_script: rights.readerScript,
    checked_at: checkedAt,
  };
}
