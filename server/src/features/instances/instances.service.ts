import type { ConnectionInput } from '@sextant/contract/connections';
import type { InstanceInput } from '@sextant/contract/instances';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { forbidden, notFound } from '../../platform/errors/app-error.ts';
import type { Actor, ConnectionEditor } from '../connections/connection-editor.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { InstanceNotes } from '../sync/sync-targets.ts';
import type { ChecksRepository } from './checks.repository.ts';
import type { InstanceChecker } from './instance-checker.ts';
import {
  type InstanceFilter,
  type InstanceSort,
  type InstanceView,
  isInstance,
  matches,
  sorted,
  viewOf,
} from './instance-view.ts';
import type { InstancesRepository, InstanceValues } from './instances.repository.ts';

const dayMs = 86_400_000;
const instanceThing = { zh: '实例', en: 'Instance' };

export type InstanceCreateInput = ConnectionInput & InstanceInput;

/** Connections as things to look after: what is noted of them and how they are. */
export function createInstancesService(deps: {
  connections: ConnectionsService;
  editor: ConnectionEditor;
  instances: InstancesRepository;
  checks: ChecksRepository;
  checker: InstanceChecker;
  audit: Audit;
}) {
  const { connections, editor, instances, checks, checker, audit } = deps;

  async function viewsOf(all: readonly StoredConnection[]): Promise<InstanceView[]> {
    const ids = all.map(({ id }) => id);
    const [notes, tags] = await Promise.all([instances.notes(ids), instances.tagsOf(ids)]);
    return all.map((connection) => viewOf(connection, notes.get(connection.id), tags.get(connection.id)));
  }

  const all = async (principal: Principal): Promise<InstanceView[]> =>
    viewsOf((await connections.list(principal)).filter(isInstance));

  async function find(principal: Principal, id: string): Promise<StoredConnection> {
    const connection = /^\d{1,10}$/.test(id)
      ? await connections.getByNumber(principal, Number(id))
      : await connections.get(principal, id);
    if (!isInstance(connection)) throw notFound(instanceThing, id);
    return connection;
  }

  async function get(principal: Principal, id: string): Promise<InstanceView> {
    const [view] = await viewsOf([await find(principal, id)]);
    return view as InstanceView;
  }

  /** 404 for one that they do not see, 403 for one that they may not change. */
  async function requireManaged(principal: Principal, id: string): Promise<StoredConnection> {
    const connection = await find(principal, id);
    if (canManage(principal, connection)) return connection;
    throw forbidden({
      zh: `实例「${connection.name}」由他人共享，只有其所有者和管理员可以修改或删除`,
      en: `The instance "${connection.name}" is shared with you; only its owner and administrators may change or delete it`,
    });
  }

  /** In the order of the ids, so that the first of them that may not be changed is the one that is named. */
  async function requireEach(principal: Principal, ids: readonly string[]): Promise<StoredConnection[]> {
    const found: StoredConnection[] = [];
    for (const id of new Set(ids)) found.push(await requireManaged(principal, id));
    return found;
  }

  async function setTags(connectionId: string, names: readonly string[]): Promise<void> {
    const tags = await Promise.all([...new Set(names)].map((name) => instances.tag(name, 'gray')));
    await instances.setTags(
      connectionId,
      tags.map(({ id }) => id),
    );
  }

  async function note(actor: Actor, connection: StoredConnection, input: InstanceInput): Promise<void> {
    const { environment, contact, is_active, tags, description } = input;
    const changes: Partial<InstanceValues> = {
      ...(environment !== undefined && { environment }),
      ...(contact !== undefined && { contact: contact || null }),
      ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
    };
    if (description !== undefined && (description || null) !== connection.description) {
      await editor.update(actor, connection.id, { description });
    }
    await instances.note(connection.id, changes);
    if (tags !== undefined) await setTags(connection.id, tags);
  }

  const record = (actor: Actor, action: string, id: string, details: Record<string, unknown>) =>
    audit.record(actor.principal, {
      action,
      objectType: 'instance',
      objectId: id,
      details,
      address: actor.address,
    });

  return {
    get,
    all,

    async list(
      principal: Principal,
      filter: InstanceFilter & {
        sort?: InstanceSort;
        order?: 'asc' | 'desc';
        limit?: number;
        offset?: number;
      },
    ): Promise<{ views: InstanceView[]; total: number }> {
      const { sort = 'number', order = 'asc', limit = Number.POSITIVE_INFINITY, offset = 0 } = filter;
      const matching = (await all(principal)).filter((view) => matches(view, filter));
      return { views: sorted(matching, sort, order).slice(offset, offset + limit), total: matching.length };
    },

    /** The instances that a user sees, for sessions in their name. */
    visibleTo: async (userId: string): Promise<StoredConnection[]> =>
      (await connections.listFor(userId)).filter(isInstance),

    async notes(ids: readonly string[]): Promise<Map<string, InstanceNotes>> {
      const [rows, tags] = await Promise.all([instances.notes(ids), instances.tagsOf(ids)]);
      return new Map(
        ids.map((id) => {
          const row = rows.get(id);
          const names = (tags.get(id) ?? []).map(({ name }) => name);
          return [id, { environment: row?.environment ?? null, isActive: row?.is_active !== 0, tags: names }];
        }),
      );
    },

    async create(actor: Actor, input: InstanceCreateInput): Promise<InstanceView> {
      const { environment, contact, is_active, tags, ...connectionInput } = input;
      const connection = await editor.create(actor, connectionInput);
      await note(actor, connection, { environment, contact, is_active, tags });
      return get(actor.principal, connection.id);
    },

    async update(actor: Actor, id: string, input: InstanceInput): Promise<InstanceView> {
      const connection = await requireManaged(actor.principal, id);
      await note(actor, connection, input);
      await record(actor, 'instance.updated', connection.id, {
        name: connection.name,
        fields: Object.keys(input),
      });
      return get(actor.principal, connection.id);
    },

    /** Changes many, all or none: who may is asked of every one before the first is changed. */
    async updateMany(
      actor: Actor,
      ids: readonly string[],
      changes: Omit<InstanceInput, 'tags' | 'description'> & {
        credential_id?: string | null;
        add_tags?: string[];
        remove_tags?: string[];
      },
    ): Promise<number> {
      const { credential_id, add_tags = [], remove_tags = [], ...input } = changes;
      const chosen = await requireEach(actor.principal, ids);
      if (credential_id !== undefined) await tryCredential(actor.principal, chosen, credential_id);
      const tagged = await instances.tagsOf(chosen.map(({ id }) => id));
      for (const connection of chosen) {
        if (credential_id !== undefined) await editor.update(actor, connection.id, { credential_id });
        const names = (tagged.get(connection.id) ?? []).map(({ name }) => name);
        const tags = [...names.filter((name) => !remove_tags.includes(name)), ...add_tags];
        const isRetagged = add_tags.length + remove_tags.length > 0;
        await note(actor, connection, { ...input, ...(isRetagged && { tags }) });
      }
      await record(actor, 'instances.updated', String(chosen.length), {
        names: chosen.map(({ name }) => name),
        fields: Object.keys(changes),
      });
      return chosen.length;
    },

    async removeMany(actor: Actor, ids: readonly string[]): Promise<number> {
      const chosen = await requireEach(actor.principal, ids);
      for (const { id } of chosen) await editor.remove(actor, id);
      return chosen.length;
    },

    /** Checks one now. That it does not answer is an outcome. */
    async check(principal: Principal, id: string, signal: AbortSignal): Promise<InstanceView> {
      const connection = await find(principal, id);
      const opened = Promise.withResolvers<void>();
      await checker
        .check(
          connection,
          async () => {
            const database = await connections.openApart(connection);
            opened.promise.then(() => database.close()).catch(() => undefined);
            return database;
          },
          signal,
        )
        .finally(() => opened.resolve());
      return get(principal, connection.id);
    },

    async checks(principal: Principal, id: string, page: { days: number; limit: number; offset: number }) {
      const { id: connectionId } = await find(principal, id);
      const since = new Date(Date.now() - page.days * dayMs).toISOString();
      return checks.list(connectionId, { since, limit: page.limit, offset: page.offset });
    },

    keepSize: (connectionId: string, bytes: number): Promise<void> =>
      instances.note(connectionId, { size_bytes: bytes }),

    removeOldChecks: (days: number): Promise<number> =>
      checks.removeBefore(new Date(Date.now() - days * dayMs).toISOString()),
  };

  /** Refuses a credential that does not fit one of the connections, before the first was changed. */
  async function tryCredential(
    principal: Principal,
    chosen: readonly StoredConnection[],
    credentialId: string | null,
  ): Promise<void> {
    for (const { id, name, engine } of chosen) {
      await editor.preview(principal, { id, name, driver: engine.id, credential_id: credentialId });
    }
  }
}

export type InstancesService = ReturnType<typeof createInstancesService>;
