import type { CredentialInput, CredentialKind } from '@sextant/contract/credentials';
import { findEngine } from '@sextant/engines/registry';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { AppError, conflict, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';
import type { ConnectionCredentials } from '../connections/connection-credentials.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { isDue } from './credential-age.ts';
import type { CredentialRow, CredentialsRepository, CredentialValues } from './credentials.repository.ts';

/** Of one connection a use is put on record once in this time. */
const useEveryMs = 60 * 60_000;
const credentialThing = { zh: '凭据', en: 'Credential' };
const namesShown = 5;

/** The connections that use credentials, whoever owns them. */
export interface CredentialUses {
  of(credentialId: string): Promise<StoredConnection[]>;
  count(ids: readonly string[]): Promise<Map<string, number>>;
  /** All connections that somebody sees. */
  seenBy(principal: Principal): Promise<StoredConnection[]>;
  /** Shows the new user name at the connections. */
  renameLogin(credentialId: string, username: string): Promise<void>;
}

export interface Actor {
  principal: Principal;
  address: string | null;
}

/** Logins that are kept once, encrypted, and used by many connections. They belong to a user; administrators see all. */
export function createCredentialsService(deps: {
  credentials: CredentialsRepository;
  secrets: SecretBox;
  uses: CredentialUses;
  events: EventBus;
  audit: Audit;
}) {
  const { credentials, secrets, uses, events, audit } = deps;
  const usedAt = new Map<string, number>();

  async function get(principal: Principal, id: string): Promise<CredentialRow> {
    const row = await credentials.find(id);
    if (!row || !(row.owner_id === principal.userId || isAdmin(principal))) {
      throw notFound(credentialThing, id);
    }
    return row;
  }

  async function requireFreeName(ownerId: string, name: string, exceptId?: string): Promise<void> {
    const holder = await credentials.findByName(ownerId, name);
    if (!holder || holder.id === exceptId) return;
    throw conflict('name', {
      zh: `已有名为「${name}」的凭据，请换一个名字`,
      en: `There is a credential "${name}" already; choose another name`,
    });
  }

  const record = (
    { principal, address }: Actor,
    action: string,
    row: CredentialRow,
    details: Record<string, unknown>,
  ) =>
    audit.record(principal, {
      action,
      objectType: 'credential',
      objectId: row.id,
      details: { name: row.name, ...details },
      address,
    });

  /** Every use by another connection, and by the same one from hour to hour, goes on record. */
  async function recordUse(
    row: CredentialRow,
    connection: { id: string | null; name: string },
  ): Promise<void> {
    const key = `${row.id} ${connection.id}`;
    const last = usedAt.get(key);
    if (last !== undefined && performance.now() - last < useEveryMs) return;
    usedAt.set(key, performance.now());
    await audit.record(
      { username: 'sextant' },
      {
        action: 'credential.used',
        objectType: 'credential',
        objectId: row.id,
        details: { name: row.name, connection_id: connection.id, connection: connection.name },
      },
    );
  }

  const forConnections: ConnectionCredentials = {
    async requireUsable(principal, id, engineId) {
      const row = await get(principal, id);
      if (row.kind !== 'database') throw notForDatabases(row);
      if (row.driver !== null && row.driver !== engineId) throw otherEngine(row, engineId);
      return { username: row.username };
    },
    async login(id, connection) {
      const row = await credentials.find(id);
      if (!row) throw notFound(credentialThing, id);
      const password = openSecret(secrets, row);
      await recordUse(row, connection);
      return { username: row.username, password };
    },
  };

  return {
    get,
    forConnections,

    async list(
      principal: Principal,
      filter: { q?: string; kind?: CredentialKind; isDue?: boolean; limit: number; offset: number },
    ): Promise<{ rows: CredentialRow[]; total: number }> {
      const { q, kind, limit, offset } = filter;
      const ownerId = isAdmin(principal) ? undefined : principal.userId;
      const all = await credentials.list({ ownerId, q, kind });
      const matching = filter.isDue === undefined ? all : all.filter((row) => isDue(row) === filter.isDue);
      return { rows: matching.slice(offset, offset + limit), total: matching.length };
    },

    /** Connections that log in with something of their own, for those whose they are and for administrators. */
    async ownLogins(
      principal: Principal,
      filter: { q?: string; limit: number; offset: number },
    ): Promise<{ connections: StoredConnection[]; total: number }> {
      const wanted = filter.q?.trim().toLowerCase() ?? '';
      const found = (await uses.seenBy(principal)).filter(
        ({ kind, credentialId, ownerId, name, settings, secretFields }) =>
          kind === 'own' &&
          credentialId === null &&
          (ownerId === principal.userId || isAdmin(principal)) &&
          (!!settings.username || secretFields.length > 0) &&
          [name, settings.username ?? ''].some((text) => text.toLowerCase().includes(wanted)),
      );
      const { offset, limit } = filter;
      return { connections: found.slice(offset, offset + limit), total: found.length };
    },

    /** The names of credentials by id, for those who see connections that use them. */
    names: credentials.names,

    /** The id of the principal's own credential of this name, or for administrators of the only one. */
    async findByName(principal: Principal, name: string): Promise<string | null> {
      const own = await credentials.findByName(principal.userId, name);
      if (own || !isAdmin(principal)) return own?.id ?? null;
      const named = (await credentials.list({})).filter((row) => row.name === name);
      return named.length === 1 ? (named[0]?.id ?? null) : null;
    },

    uses: uses.of,
    countUses: uses.count,

    async create(
      actor: Actor,
      input: CredentialInput & { name: string; username: string; password: string },
    ) {
      const { name, username, password, kind = 'database', description, rotate_after_days } = input;
      const ownerId = actor.principal.userId;
      await requireFreeName(ownerId, name);
      const id = credentials.newId();
      const row = await credentials.create({
        id,
        owner_id: ownerId,
        name,
        kind,
        username,
        driver: engineOf(input.driver ?? null),
        secret: secrets.seal(password, id),
        description: description || null,
        rotate_after_days: rotate_after_days ?? null,
        rotated_at: new Date().toISOString(),
        reminded_at: null,
      });
      await record(actor, 'credential.created', row, { kind, username });
      return row;
    },

    /** Changes what the input names. A new login or password reaches every connection when it logs in next, at once. */
    async update(actor: Actor, id: string, input: CredentialInput): Promise<CredentialRow> {
      const before = await get(actor.principal, id);
      if (input.name !== undefined) await requireFreeName(before.owner_id, input.name, before.id);
      const { password, description, driver, ...same } = input;
      const changes: Partial<CredentialValues> = {
        ...same,
        ...(description !== undefined && { description: description || null }),
        ...(driver !== undefined && { driver: engineOf(driver) }),
        ...(password !== undefined && {
          secret: secrets.seal(password, before.id),
          rotated_at: new Date().toISOString(),
          reminded_at: null,
        }),
      };
      await requireFitsUses({ ...before, ...changes });
      const row = await credentials.update(before.id, changes);
      if (!row) throw notFound(credentialThing, id);
      if (row.username !== before.username) await uses.renameLogin(row.id, row.username);
      if (password !== undefined || row.username !== before.username) {
        await events.publish('credential.changed', { credentialId: row.id });
      }
      await record(actor, password === undefined ? 'credential.updated' : 'credential.rotated', row, {
        fields: Object.keys(input),
      });
      return row;
    },

    /** 409 names the connections that still use it. */
    async remove(actor: Actor, id: string): Promise<void> {
      const row = await get(actor.principal, id);
      const used = await uses.of(row.id);
      if (used.length > 0) throw stillUsed(row, used);
      await credentials.remove(row.id);
      await record(actor, 'credential.deleted', row, {});
    },
  };

  async function requireFitsUses(row: Pick<CredentialRow, 'id' | 'kind' | 'driver' | 'name'>): Promise<void> {
    const used = await uses.of(row.id);
    const first = used[0];
    if (first && row.kind !== 'database') throw notForDatabases(row);
    const other = used.find(({ engine }) => row.driver !== null && engine.id !== row.driver);
    if (other) throw otherEngine(row, other.engine.id);
  }
}

export type CredentialsService = ReturnType<typeof createCredentialsService>;

function openSecret(secrets: SecretBox, row: CredentialRow): string {
  try {
    return secrets.open(row.secret ?? '', row.id);
  } catch (cause) {
    throw new AppError(
      'UNAVAILABLE',
      {
        zh: `凭据「${row.name}」的密码无法解密（主密钥可能换过），请重新填写密码`,
        en: `The password of the credential "${row.name}" cannot be decrypted (the master key may have changed); enter it anew`,
      },
      { cause },
    );
  }
}

function engineOf(driver: string | null): string | null {
  if (driver === null || driver === '') return null;
  const engine = findEngine(driver);
  if (engine) return engine.id;
  throw invalid('driver', {
    zh: `不支持「${driver}」；留空表示不限类型`,
    en: `"${driver}" is not supported; leave it empty for any engine`,
  });
}

function notForDatabases({ name, kind }: Pick<CredentialRow, 'name' | 'kind'>): AppError {
  return invalid('credential_id', {
    zh: `凭据「${name}」是「${kind}」类型，只有 database 类型可以用作数据库登录`,
    en: `The credential "${name}" is of kind ${kind}; only kind database can be the login of a connection`,
  });
}

function otherEngine({ name, driver }: Pick<CredentialRow, 'name' | 'driver'>, engineId: string): AppError {
  return invalid('credential_id', {
    zh: `凭据「${name}」只用于 ${driver}，不能用于 ${engineId}`,
    en: `The credential "${name}" is for ${driver} and cannot be used for ${engineId}`,
  });
}

function stillUsed(row: CredentialRow, used: readonly StoredConnection[]): AppError {
  const names = used.slice(0, namesShown).map(({ name }) => name);
  const more = used.length > names.length ? ' …' : '';
  return new AppError(
    'CONFLICT',
    {
      zh: `凭据「${row.name}」正被 ${used.length} 个连接使用：${names.join('、')}${more}。请先为它们换一个登录`,
      en: `${used.length} connections use the credential "${row.name}": ${names.join(', ')}${more}. Give them another login first`,
    },
    { details: { connections: used.map(({ id }) => id) } },
  );
}
