import { bookkeepingColumns } from '@sextant/contract/tables';
import type { Catalog } from '@sextant/engines/catalog';
import type { Database } from '@sextant/engines/engine';
import { findEngine } from '@sextant/engines/registry';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { createCatalogCache, type LoadedCatalog } from './catalog-cache.ts';
import type { CatalogsRepository } from './catalogs.repository.ts';
import type { ConnectionLogin, ConnectionOpener } from './connection-opener.ts';
import { openSecrets } from './connection-secrets.ts';
import { canUse } from './connections.policy.ts';
import type { ConnectionRow, ConnectionsRepository } from './connections.repository.ts';
import { connectionFailure } from './engine-failure.ts';
import { createOpenDatabases } from './open-databases.ts';
import type { ConnectionKind, StoredConnection } from './stored-connection.ts';

/** Which connections somebody sees, and their databases and catalogs, opened when needed. */
export function createConnectionsService(deps: {
  connections: ConnectionsRepository;
  catalogs: CatalogsRepository;
  secrets: SecretBox;
  opener: ConnectionOpener;
  events: EventBus;
  isAdminUser: (userId: string) => Promise<boolean>;
  logger: Logger;
}) {
  const { connections, secrets, opener, events, isAdminUser, logger } = deps;
  const databases = createOpenDatabases(openById);
  /** For each connection that was opened, whether its owner was an administrator then. */
  const openedForAdmin = new Map<string, boolean>();
  /** Connections whose catalog could not be read when last tried in this process. */
  const unreachable = new Set<string>();
  const preparations = new Map<ConnectionKind, () => Promise<unknown>>();
  const cache = createCatalogCache({ catalogs: deps.catalogs, load: loadCatalog });

  events.subscribe('connection.changed', ({ connectionId }) => {
    cache.forget(connectionId);
    unreachable.delete(connectionId);
    databases.close(connectionId).catch(onError);
  });
  events.subscribe('credential.changed', ({ credentialId }) => {
    closeThoseUsing(credentialId).catch(onError);
  });
  events.subscribe('catalog.changed', ({ connectionId }) => cache.forget(connectionId));
  events.subscribe('user.changed', ({ userId }) => {
    closeWhenRightsChanged(userId).catch(onError);
  });

  function onError(error: unknown): void {
    logger.error({ module: 'connections', err: error }, 'a connection could not be closed');
  }

  async function openById(id: string): Promise<Database> {
    const row = await connections.findById(id);
    const connection = row && toStored(row, secrets);
    if (!connection) throw notFound(connectionThing, id);
    const ownerIsAdmin = await isAdminUser(row.owner_id);
    openedForAdmin.set(id, ownerIsAdmin);
    await preparations.get(connection.kind)?.();
    return opener.openStored(connection, row, ownerIsAdmin);
  }

  async function loadCatalog(connection: StoredConnection, signal: AbortSignal): Promise<Catalog> {
    try {
      const catalog = await (await databases.get(connection.id)).catalog(signal);
      unreachable.delete(connection.id);
      return withoutBookkeeping(catalog);
    } catch (error) {
      if (!signal.aborted) unreachable.add(connection.id);
      throw connectionFailure(error);
    }
  }

  /** A new password or login reaches a connection when it is opened next. */
  async function closeThoseUsing(credentialId: string): Promise<void> {
    for (const { id } of await connections.usingCredential(credentialId)) {
      unreachable.delete(id);
      await databases.close(id);
    }
  }

  /** The rights of an owner decide what a connection may reach, so a change of them closes it. */
  async function closeWhenRightsChanged(userId: string): Promise<void> {
    const rows = await connections.list(userId, false);
    const ownerIsAdmin = await isAdminUser(userId);
    for (const { id, owner_id } of rows) {
      if (owner_id === userId && openedForAdmin.get(id) === !ownerIsAdmin) await databases.close(id);
    }
  }

  function requireVisible(
    principal: Principal,
    row: ConnectionRow | undefined,
    id: string,
  ): StoredConnection {
    const connection = row ? toStored(row, secrets) : null;
    if (!connection || !canUse(principal, connection)) throw notFound(connectionThing, id);
    return connection;
  }

  const toStoredAll = (rows: readonly ConnectionRow[]): StoredConnection[] =>
    rows.map((row) => toStored(row, secrets)).filter((connection) => connection !== null);

  async function list(principal: Principal): Promise<StoredConnection[]> {
    return toStoredAll(await connections.list(principal.userId, isAdmin(principal)));
  }

  return {
    list,

    /** What a user sees, for work in their name when no request of theirs is there. */
    listFor: async (userId: string): Promise<StoredConnection[]> =>
      toStoredAll(await connections.list(userId, await isAdminUser(userId))),

    /** The connections that use a credential, whoever sees them. */
    usingCredential: async (credentialId: string): Promise<StoredConnection[]> =>
      toStoredAll(await connections.usingCredential(credentialId)),

    countByCredential: connections.countByCredential,

    /** Shows the new user name of a credential at the connections that use it. */
    renameLogin: connections.renameLogin,

    /** 404 when there is none or the principal may not see it. */
    get: async (principal: Principal, id: string): Promise<StoredConnection> =>
      requireVisible(principal, await connections.findById(id), id),

    /** As `get`, by the integer id that families use. */
    getByNumber: async (principal: Principal, number: number): Promise<StoredConnection> =>
      requireVisible(principal, await connections.findByNumber(number), String(number)),

    /** Their chosen connection when it is still there, else the sample, else the only one they see. */
    async defaultOf(principal: Principal, chosenId: string | null): Promise<StoredConnection | null> {
      const visible = await list(principal);
      return chooseDefault(visible, chosenId);
    },

    /**
     * A database of the caller's own, logged in anew, which the caller closes. Files are opened once in a process, so
     * theirs is the shared one and outlives `close`. Rejects like `database`.
     */
    async openApart(connection: StoredConnection): Promise<Database> {
      if (!connection.engine.features.file) return openById(connection.id);
      return { ...(await databases.get(connection.id)), close: async () => undefined };
    },

    /** The connection's database, opened on first use. Rejects with `CONNECTION_FAILED` or `EGRESS_REFUSED`. */
    database: (connection: StoredConnection): Promise<Database> => databases.get(connection.id),

    /** What the connection holds; at most an hour old, or read anew with `refresh`. */
    catalog: (
      connection: StoredConnection,
      options?: { refresh?: boolean; signal?: AbortSignal },
    ): Promise<LoadedCatalog> => cache.get(connection, options),

    isConnected: (id: string): boolean => databases.isConnected(id),

    /** False once its catalog could not be read, until its database answers or the connection is changed. */
    isReachable: (id: string): boolean => databases.isConnected(id) || !unreachable.has(id),

    /** Says what must be done before a connection of a kind is opened. */
    prepareKind: (kind: ConnectionKind, prepare: () => Promise<unknown>): void =>
      void preparations.set(kind, prepare),

    /** For features that write where an administrator told them to; null when the connection is gone. */
    async login(id: string): Promise<{ connection: StoredConnection; login: ConnectionLogin } | null> {
      const row = await connections.findById(id);
      const connection = row && toStored(row, secrets);
      if (!connection) return null;
      const ownerIsAdmin = await isAdminUser(row.owner_id);
      return { connection, login: await opener.loginOf(connection, row, ownerIsAdmin) };
    },

    /** Forgets what is known of a connection's tables, in every process; what runs on it runs on. */
    async announceCatalog(id: string): Promise<void> {
      await cache.remove(id);
      await events.publish('catalog.changed', { connectionId: id });
    },

    async findByKind(kind: ConnectionKind, ownerId?: string): Promise<StoredConnection | null> {
      const row = await connections.findByKind(kind, ownerId);
      return row ? toStored(row, secrets) : null;
    },

    /** Does work on a connection's file while no query has it open; then its catalog is read anew. */
    async exclusively<T>(connection: StoredConnection, work: () => Promise<T>): Promise<T> {
      return databases.exclusively(connection.id, async () => {
        try {
          return await work();
        } finally {
          // Told before others get in, or the news would close what they have just opened.
          await connections.update(connection.id, {});
          await cache.remove(connection.id);
          await events.publish('connection.changed', { connectionId: connection.id });
        }
      });
    },

    /** Forgets what is open and known of a connection, in every process. */
    async announceChange(id: string): Promise<void> {
      await cache.remove(id);
      await databases.close(id);
      await events.publish('connection.changed', { connectionId: id });
    },

    close: () => databases.closeAll(),
  };
}

/** Tables that the product collected, without the columns that are the product's own. */
function withoutBookkeeping(catalog: Catalog): Catalog {
  const own = new Set<string>(Object.values(bookkeepingColumns));
  const tables = catalog.tables.map((table) => {
    const isCollected = table.columns.some(({ name }) => name === bookkeepingColumns.hash);
    return isCollected ? { ...table, columns: table.columns.filter(({ name }) => !own.has(name)) } : table;
  });
  return { ...catalog, tables };
}

export type ConnectionsService = ReturnType<typeof createConnectionsService>;

export const connectionThing = { zh: '连接', en: 'Connection' };

/** The connection to use when none is named. */
export function chooseDefault(
  visible: readonly StoredConnection[],
  chosenId: string | null,
): StoredConnection | null {
  const chosen = visible.find((connection) => connection.id === chosenId);
  const only = visible.length === 1 ? visible[0] : undefined;
  return chosen ?? visible.find((connection) => connection.kind === 'sample') ?? only ?? null;
}

/** Null when this version has no such engine. */
export function toStored(row: ConnectionRow, secrets: SecretBox): StoredConnection | null {
  const engine = findEngine(row.engine);
  if (!engine) return null;
  return {
    id: row.id,
    number: row.number,
    ownerId: row.owner_id,
    name: row.name,
    description: row.description,
    engine,
    settings: {
      host: row.host,
      port: row.port,
      username: row.username,
      database: row.database_name,
      options: JSON.parse(row.options) as StoredConnection['settings']['options'],
    },
    credentialId: row.credential_id,
    secretFields: Object.keys(openSecrets(secrets, row.id, row.secret) ?? {}),
    isShared: row.is_shared === 1,
    kind: row.kind as ConnectionKind,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
