import type { Cell } from '@sextant/contract/chart';
import type { Audit } from '../../../platform/audit/audit.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { AppError, forbidden, invalid, notFound } from '../../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { canManage, canRead } from './saved-queries.policy.ts';
import type {
  SavedQueriesRepository,
  SavedQueryFilter,
  SavedQueryRow,
  SavedQueryValues,
  SavedQueryVersionRow,
} from './saved-queries.repository.ts';

type NamedParams = Readonly<Record<string, Cell>>;

export interface SavedQueryInput {
  name?: string;
  folder?: string;
  description?: string;
  connectionId?: string | null;
  sql?: string;
  namedParams?: NamedParams;
  isShared?: boolean;
}

const thing = { zh: '保存的查询', en: 'Saved query' };
const longestFolder = 300;

/** Statements that people keep: in folders, with every version of their SQL, for themselves or shared. */
export function createSavedQueriesService(deps: {
  savedQueries: SavedQueriesRepository;
  connections: Pick<ConnectionsService, 'get' | 'list'>;
  audit: Audit;
}) {
  const { savedQueries, connections, audit } = deps;

  async function usableConnections(principal: Principal): Promise<string[]> {
    return (await connections.list(principal)).map(({ id }) => id);
  }

  /** 404 when there is none or the principal may not see it. */
  async function get(principal: Principal, id: string): Promise<SavedQueryRow> {
    const row = await savedQueries.find(id);
    if (row && canManage(principal, row)) return row;
    const readable = row && canRead(principal, row, new Set(await usableConnections(principal)));
    if (!readable) throw notFound(thing, id);
    return row;
  }

  async function getManaged(principal: Principal, id: string): Promise<SavedQueryRow> {
    const row = await get(principal, id);
    if (canManage(principal, row)) return row;
    throw forbidden({
      zh: `「${row.name}」由 ${row.owner} 保存，只有 TA 和管理员可以修改；可以另存一份再改`,
      en: `"${row.name}" belongs to ${row.owner}; only they and administrators may change it. Save a copy of your own`,
    });
  }

  /** Makes sure that a connection to be set is one the principal may use. */
  async function checkConnection(principal: Principal, id: string | null | undefined): Promise<void> {
    if (id) await connections.get(principal, id);
  }

  async function record(principal: Principal, action: string, row: { id: string; name: string }) {
    const details = { name: row.name };
    await audit.record(principal, { action, objectType: 'saved_query', objectId: row.id, details });
  }

  return {
    get,

    async list(principal: Principal, filter: SavedQueryFilter) {
      const connectionIds = await usableConnections(principal);
      return savedQueries.list({ userId: principal.userId, connectionIds }, filter);
    },

    async versions(principal: Principal, id: string): Promise<SavedQueryVersionRow[]> {
      await get(principal, id);
      return savedQueries.versions(id);
    },

    async create(
      principal: Principal,
      input: SavedQueryInput & { name: string; sql: string },
    ): Promise<SavedQueryRow> {
      await checkConnection(principal, input.connectionId);
      const values = {
        folder: '',
        description: '',
        connection_id: null,
        is_shared: 0,
        ...valuesOf(input),
        name: input.name,
      };
      const statement = {
        sql: input.sql,
        named_params: paramsText(input.namedParams ?? {}),
        author: principal.username,
      };
      const id = await savedQueries.create(principal.userId, values, statement);
      await record(principal, 'saved_query.created', { id, name: input.name });
      return get(principal, id);
    },

    /** A new version only when SQL or parameters differ; 409 when `baseVersion` is not the newest any more. */
    async update(
      principal: Principal,
      id: string,
      input: SavedQueryInput,
      baseVersion: number | undefined,
    ): Promise<SavedQueryRow> {
      const row = await getManaged(principal, id);
      if (baseVersion !== undefined && baseVersion !== row.version) throw outdated(row);
      if (input.connectionId !== row.connection_id) await checkConnection(principal, input.connectionId);
      const sql = input.sql ?? row.sql;
      const params = input.namedParams ? paramsText(input.namedParams) : row.named_params;
      const changed = sql !== row.sql || params !== row.named_params;
      const statement = changed ? { sql, named_params: params, author: principal.username } : null;
      const saved = await savedQueries.update(id, row.version, valuesOf(input), statement);
      if (!saved) throw outdated(await get(principal, id));
      await record(principal, 'saved_query.updated', { id, name: input.name ?? row.name });
      return get(principal, id);
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const row = await getManaged(principal, id);
      await savedQueries.remove(id);
      await record(principal, 'saved_query.deleted', row);
    },

    /** Renames or moves an own folder with what is below it; returns how many queries it held. */
    async moveFolder(principal: Principal, from: string, to: string): Promise<number> {
      const rows = await savedQueries.inFolder(principal.userId, from);
      const places = rows.map(({ id, folder }) => ({ id, folder: moved(folder, from, to) }));
      const tooLong = places.find(({ folder }) => folder.length > longestFolder);
      if (tooLong) {
        throw invalid('to', {
          zh: `移动后文件夹「${tooLong.folder.slice(0, 60)}…」超过 ${longestFolder} 个字符，请换短一些的名称`,
          en: `The folder "${tooLong.folder.slice(0, 60)}…" would be longer than ${longestFolder} characters; choose a shorter name`,
        });
      }
      await savedQueries.place(places);
      return places.length;
    },
  };
}

export type SavedQueriesService = ReturnType<typeof createSavedQueriesService>;

function valuesOf(input: SavedQueryInput): Partial<SavedQueryValues> {
  const { name, folder, description, connectionId, isShared } = input;
  return {
    ...(name !== undefined && { name }),
    ...(folder !== undefined && { folder }),
    ...(description !== undefined && { description }),
    ...(connectionId !== undefined && { connection_id: connectionId }),
    ...(isShared !== undefined && { is_shared: isShared ? 1 : 0 }),
  };
}

/** With sorted names, so that the same values are the same text. */
function paramsText(params: NamedParams): string {
  const sorted = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

function moved(folder: string, from: string, to: string): string {
  return [to, folder.slice(from.length + 1)].filter((part) => part !== '').join('/');
}

function outdated(row: SavedQueryRow): AppError {
  return new AppError(
    'CONFLICT',
    {
      zh: `「${row.name}」已有更新的第 ${row.version} 版，请先查看它，再决定是否覆盖`,
      en: `"${row.name}" has a newer version ${row.version}; look at it before you overwrite it`,
    },
    { details: { id: row.id, version: row.version } },
  );
}
