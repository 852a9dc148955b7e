import { type Connection, connectionEndpoints, type EngineDescription } from '@sextant/contract/connections';
import type { Language } from '@sextant/contract/text';
import type { Engine } from '@sextant/engines/engine';
import { engines } from '@sextant/engines/registry';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ConnectionEditor, DefaultConnections } from './connection-editor.ts';
import type { ConnectionTester, TestOutcome } from './connection-tester.ts';
import { canManage } from './connections.policy.ts';
import { type ConnectionsService, chooseDefault } from './connections.service.ts';
import { presentTable } from './present-table.ts';
import type { StoredConnection } from './stored-connection.ts';

/** API v1: `/engines` and `/connections`; running statements is the workbench's. */
export function registerConnectionRoutes(
  app: FastifyInstance,
  deps: {
    service: ConnectionsService;
    editor: ConnectionEditor;
    tester: ConnectionTester;
    settings: DefaultConnections;
  },
): void {
  const { service, editor, tester, settings } = deps;
  const { query: _query, export: _export, ...endpoints } = connectionEndpoints;

  async function present(principal: Principal, connections: StoredConnection[]): Promise<Connection[]> {
    const chosen = (await settings.get(principal.userId)).default_connection_id;
    const defaultId = chooseDefault(await service.list(principal), chosen)?.id;
    return connections.map((connection) => ({
      ...presentConnection(principal, connection),
      is_default: connection.id === defaultId,
      is_connected: service.isConnected(connection.id),
    }));
  }

  async function presentOne(principal: Principal, connection: StoredConnection): Promise<Connection> {
    const [presented] = await present(principal, [connection]);
    return presented as Connection;
  }

  registerV1(app, endpoints, {
    engines: async () => ({ engines: engines.map(presentEngine) }),
    list: async ({ principal }) => ({
      connections: await present(principal, await service.list(principal)),
    }),
    get: async ({ principal, params }) => presentOne(principal, await service.get(principal, params.id)),
    create: async ({ principal, address, body }) =>
      presentOne(principal, await editor.create({ principal, address }, body)),
    update: async ({ principal, address, params, body }) =>
      presentOne(principal, await editor.update({ principal, address }, params.id, body)),
    async remove({ principal, address, params }) {
      await editor.remove({ principal, address }, params.id);
      return {};
    },
    test: async ({ principal, params, language }) =>
      presentOutcome(await tester.test(principal, params.id), language),
    testInput: async ({ principal, body, language }) =>
      presentOutcome(await tester.testInput(principal, body), language),
    async schema({ principal, params, query, signal }) {
      const connection = await service.get(principal, params.id);
      const { catalog, loadedAt } = await service.catalog(connection, { refresh: query.refresh, signal });
      return { tables: catalog.tables.map(presentTable), loaded_at: loadedAt };
    },
  });
}

function presentEngine({ id, label, dialect, unproven = false, fields }: Engine): EngineDescription {
  return { id, label, dialect, unproven, fields };
}

function presentConnection(
  principal: Principal,
  connection: StoredConnection,
): Omit<Connection, 'is_default' | 'is_connected'> {
  const { settings, kind } = connection;
  return {
    id: connection.id,
    name: connection.name,
    description: connection.description,
    driver: connection.engine.id,
    host: settings.host,
    port: settings.port,
    username: settings.username,
    database: settings.database,
    options: settings.options,
    credential_id: connection.credentialId,
    password_configured: connection.credentialId !== null || connection.secretFields.includes('password'),
    is_shared: connection.isShared,
    is_sample: kind === 'sample',
    is_workspace: kind === 'workspace',
    is_warehouse: kind === 'warehouse',
    can_manage: canManage(principal, connection),
    created_at: connection.createdAt,
  };
}

function presentOutcome(outcome: TestOutcome, language: Language) {
  return {
    connected: outcome.connected,
    version: outcome.version,
    tables_count: outcome.tablesCount,
    message: outcome.message[language],
    cause: outcome.cause,
    hint: outcome.hint?.[language] ?? null,
  };
}
