import type { ConnectionInput } from '@sextant/contract/connections';
import type { Settings } from '@sextant/contract/settings';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { conflict, forbidden, notFound } from '../../platform/errors/app-error.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import { type ConnectionCredentials, chooseLogin } from './connection-credentials.ts';
import { pathRefusal } from './connection-opener.ts';
import { openSecrets, sealSecrets } from './connection-secrets.ts';
import { canManage, canShare } from './connections.policy.ts';
import type { ConnectionsRepository, ConnectionValues } from './connections.repository.ts';
import { type ConnectionsService, connectionThing } from './connections.service.ts';
import { checkServerPath } from './server-path.ts';
import { mergeSettings, requireEngine, type SettingsParts } from './settings-input.ts';
import type { ConnectionKind, StoredConnection } from './stored-connection.ts';

/** The part of the settings feature that keeps each user's default connection. */
export interface DefaultConnections {
  get(userId: string): Promise<Settings>;
  update(userId: string, patch: Partial<Settings>): Promise<Settings>;
}

export interface Actor {
  principal: Principal;
  address: string | null;
}

/** Adds, changes and deletes connections: who may, which settings, what is kept secret, what goes on record. */
export function createConnectionEditor(deps: {
  service: ConnectionsService;
  connections: ConnectionsRepository;
  secrets: SecretBox;
  credentials: ConnectionCredentials;
  settings: DefaultConnections;
  audit: Audit;
  dataDir: string;
  onRemoved: (connection: StoredConnection) => Promise<void>;
}) {
  const { service, connections, secrets, credentials, settings, audit, dataDir, onRemoved } = deps;

  async function requireFreeName(ownerId: string, name: string, exceptId?: string): Promise<void> {
    const holder = await connections.findByName(ownerId, name);
    if (!holder || holder.id === exceptId) return;
    throw conflict('name', {
      zh: `已有名为「${name}」的连接，请换一个名字`,
      en: `There is a connection "${name}" already; choose another name`,
    });
  }

  async function checkPath(principal: Principal, { engine, clear }: SettingsParts): Promise<void> {
    if (!engine.features.file) return;
    if (!isAdmin(principal)) throw pathRefusal();
    await checkServerPath(clear.database ?? '', dataDir);
  }

  async function setDefault(principal: Principal, id: string, isDefault: boolean | undefined): Promise<void> {
    if (isDefault === undefined) return;
    const chosen = (await settings.get(principal.userId)).default_connection_id;
    if (!isDefault && chosen !== id) return;
    await settings.update(principal.userId, { default_connection_id: isDefault ? id : null });
  }

  async function currentParts(connection: StoredConnection): Promise<SettingsParts> {
    const row = await connections.findById(connection.id);
    return {
      engine: connection.engine,
      clear: connection.settings,
      secret: openSecrets(secrets, connection.id, row?.secret ?? null) ?? {},
    };
  }

  function requireManager(principal: Principal, connection: StoredConnection): void {
    if (canManage(principal, connection)) return;
    throw forbidden({
      zh: `连接「${connection.name}」由他人共享，只有其所有者和管理员可以修改或删除`,
      en: `The connection "${connection.name}" is shared with you; only its owner and administrators may change or delete it`,
    });
  }

  async function record(actor: Actor, action: string, id: string, details: Record<string, unknown>) {
    await audit.record(actor.principal, {
      action,
      objectType: 'connection',
      objectId: id,
      details,
      address: actor.address,
    });
  }

  function requireMayShare(principal: Principal, isShared: boolean | undefined): void {
    if (!isShared || canShare(principal.role)) return;
    throw forbidden({
      zh: '只有运维人员和管理员可以共享连接',
      en: 'Only operators and administrators may share a connection',
    });
  }

  return {
    async create({ principal, address }: Actor, input: ConnectionInput): Promise<StoredConnection> {
      const engine = requireEngine(input.driver);
      requireMayShare(principal, input.is_shared);
      const login = await chooseLogin(principal, input, null, engine.id, credentials);
      const parts = mergeSettings(engine, login.input, null);
      await checkPath(principal, parts);
      await requireFreeName(principal.userId, input.name);
      const id = connections.newId();
      await connections.create({
        id,
        owner_id: principal.userId,
        kind: 'own',
        name: input.name,
        description: input.description || null,
        is_shared: (input.is_shared ?? isAdmin(principal)) ? 1 : 0,
        credential_id: login.credentialId,
        ...settingsValues(parts, sealSecrets(secrets, id, parts.secret)),
      });
      await setDefault(principal, id, input.is_default);
      await record({ principal, address }, 'connection.created', id, describe(input.name, parts));
      return service.get(principal, id);
    },

    /** Changes what the input names. Marking a connection as the own default needs no right to change it. */
    async update(
      actor: Actor,
      id: string,
      { is_default, ...input }: Partial<ConnectionInput>,
    ): Promise<StoredConnection> {
      const { principal } = actor;
      const connection = await service.get(principal, id);
      if (Object.keys(input).length > 0) {
        requireManager(principal, connection);
        if (input.is_shared !== connection.isShared) requireMayShare(principal, input.is_shared);
        if (input.name !== undefined) await requireFreeName(connection.ownerId, input.name, id);
        const common: Partial<ConnectionValues> = {
          ...(input.name !== undefined && { name: input.name }),
          ...(input.description !== undefined && { description: input.description || null }),
          ...(input.is_shared !== undefined && { is_shared: input.is_shared ? 1 : 0 }),
        };
        if (connection.kind === 'own') {
          const engine = input.driver === undefined ? connection.engine : requireEngine(input.driver);
          const before = await currentParts(connection);
          const current = { credentialId: connection.credentialId, parts: before };
          const login = await chooseLogin(principal, input, current, engine.id, credentials);
          const parts = mergeSettings(engine, login.input, before);
          common.credential_id = login.credentialId;
          if (parts.clear.database !== connection.settings.database || engine !== connection.engine) {
            await checkPath(principal, parts);
          }
          Object.assign(common, settingsValues(parts, sealSecrets(secrets, id, parts.secret)));
        } else requireManagedUnchanged(connection, input);
        if (!(await connections.update(id, common))) throw notFound(connectionThing, id);
        await service.announceChange(id);
        await record(actor, 'connection.updated', id, { name: connection.name, fields: Object.keys(input) });
      }
      await setDefault(principal, id, is_default);
      return service.get(principal, id);
    },

    async remove(actor: Actor, id: string): Promise<void> {
      const connection = await service.get(actor.principal, id);
      requireManager(actor.principal, connection);
      if (connection.kind === 'warehouse') throw keptWarehouse(connection.name);
      await connections.remove(id);
      await service.announceChange(id);
      await onRemoved(connection);
      await record(actor, 'connection.deleted', id, { name: connection.name, kind: connection.kind });
    },

    /** The settings that a form would have after saving, for a test before that. */
    async preview(principal: Principal, input: ConnectionInput & { id?: string }): Promise<SettingsParts> {
      const engine = requireEngine(input.driver);
      const connection = input.id === undefined ? null : await service.get(principal, input.id);
      if (connection) requireManager(principal, connection);
      const before = connection && (await currentParts(connection));
      const current = before && { credentialId: connection.credentialId, parts: before };
      const login = await chooseLogin(principal, input, current, engine.id, credentials);
      const parts = mergeSettings(engine, login.input, before);
      if (login.credentialId === null) return parts;
      const { password } = await credentials.login(login.credentialId, { id: null, name: input.name });
      return { ...parts, secret: { ...parts.secret, password } };
    },

    /** Forgets a connection that the product itself made; its file stays. */
    async removeManaged(connection: StoredConnection): Promise<void> {
      await connections.remove(connection.id);
      await service.announceChange(connection.id);
    },

    /** Registers a database file that the product itself keeps. */
    async createManaged(file: {
      ownerId: string;
      name: string;
      kind: Exclude<ConnectionKind, 'own'>;
      driver: string;
      fileName: string;
      isShared: boolean;
    }): Promise<void> {
      const parts: SettingsParts = {
        engine: requireEngine(file.driver),
        clear: { host: null, port: null, username: null, database: file.fileName, options: {} },
        secret: {},
      };
      await connections.create({
        id: connections.newId(),
        owner_id: file.ownerId,
        kind: file.kind,
        name: await freeName(file.ownerId, file.name),
        description: null,
        credential_id: null,
        is_shared: file.isShared ? 1 : 0,
        ...settingsValues(parts, null),
      });
    },
  };

  async function freeName(ownerId: string, name: string): Promise<string> {
    for (let suffix = 1; ; suffix += 1) {
      const candidate = suffix === 1 ? name : `${name} ${suffix}`;
      if (!(await connections.findByName(ownerId, candidate))) return candidate;
    }
  }
}

export type ConnectionEditor = ReturnType<typeof createConnectionEditor>;

function settingsValues({ engine, clear }: SettingsParts, sealed: string | null) {
  return {
    engine: engine.id,
    host: clear.host,
    port: clear.port,
    username: clear.username,
    database_name: clear.database,
    options: JSON.stringify(clear.options),
    secret: sealed,
  };
}

/** What the audit trail keeps of a connection: never a secret. */
function describe(name: string, { engine, clear }: SettingsParts): Record<string, unknown> {
  return { name, driver: engine.id, host: clear.host, port: clear.port, database: clear.database };
}

function keptWarehouse(name: string) {
  return forbidden({
    zh: `「${name}」存放采集的数据，不能删除；要换地方存放，请在设置里更换数据仓库`,
    en: `"${name}" holds the collected tables and cannot be deleted; to keep them elsewhere, change the warehouse in the settings`,
  });
}

/** A form may send all fields back; of a file that the product keeps only name and sharing may differ. */
function requireManagedUnchanged(connection: StoredConnection, input: Partial<ConnectionInput>): void {
  const { host, port, username, database } = connection.settings;
  const own = { host, port, username, database, driver: connection.engine.id, password: null };
  const shared =
    (connection.kind === 'workspace' && input.is_shared === true) ||
    (connection.kind === 'warehouse' && input.is_shared === false);
  const changed = Object.entries(own).some(
    ([name, value]) => (input[name as keyof typeof own] ?? value) !== value,
  );
  if (!changed && !shared) return;
  throw forbidden({
    zh: `「${connection.name}」由 Sextant 管理，只能改名`,
    en: `"${connection.name}" is kept by Sextant; only its name can be changed`,
  });
}
