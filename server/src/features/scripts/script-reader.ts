import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { nearestName } from '@sextant/sql/nearest-name';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { ReadFileRows } from '../data-files/file-rows.ts';
import type { QueriesService } from '../workbench/queries.service.ts';
import type { Inbox } from './inbox.ts';
import type { ReadPart, ReadRequest, ScriptReader } from './runtime/script-reads.ts';

/** A statement may take as long as its execution, which has a limit of its own. */
const longestQueryMs = 24 * 60 * 60_000;

const fileColumns: ResultColumn[] = [
  { name: 'path', type: 'VARCHAR', kind: 'text' },
  { name: 'size', type: 'BIGINT', kind: 'integer' },
  { name: 'modified', type: 'TIMESTAMP', kind: 'datetime' },
  { name: 'isReadable', type: 'BOOLEAN', kind: 'boolean' },
  { name: 'isSettled', type: 'BOOLEAN', kind: 'boolean' },
];

/** What scripts read through the server: connections with the rights of whom a run is for, and the inbox. */
export function createScriptReaders(deps: {
  connections: Pick<ConnectionsService, 'list'>;
  queries: Pick<QueriesService, 'run'>;
  inbox: Inbox;
  readFile: ReadFileRows;
  /** Null for who is gone or may not sign in. */
  principalOf: (userId: string) => Promise<Principal | null>;
}) {
  const { connections, queries, inbox, readFile, principalOf } = deps;

  async function connectionOf(principal: Principal, wanted: string): Promise<StoredConnection> {
    const visible = await connections.list(principal);
    const byName = visible.filter(({ name }) => name === wanted);
    const found = visible.find(({ id }) => id === wanted) ?? byName[0];
    if (!found)
      throw noConnection(
        wanted,
        nearestName(
          wanted,
          visible.map(({ name }) => name),
        ),
      );
    if (byName.length > 1) throw severalConnections(wanted);
    return found;
  }

  async function* query(
    principal: Principal,
    request: Extract<ReadRequest, { what: 'query' }>,
    signal: AbortSignal,
  ): AsyncGenerator<ReadPart> {
    const connection = await connectionOf(principal, request.connection);
    const { columns, batches } = await queries.run({
      principal,
      connection,
      sql: request.sql,
      namedParams: request.params,
      source: 'script',
      timeoutMs: longestQueryMs,
      signal,
    });
    yield { columns, batches };
  }

  async function* read(
    principal: () => Promise<Principal>,
    request: ReadRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ReadPart> {
    if (request.what === 'query') yield* query(await principal(), request, signal);
    else if (request.what === 'file') yield* readFile(await inbox.file(request.path), signal);
    else {
      const files = await inbox.files(request.folder);
      const rows = files.map((file) => fileColumns.map(({ name }) => file[name as keyof typeof file]));
      yield { columns: fileColumns, batches: once(rows) };
    }
  }

  return {
    forPrincipal:
      (principal: Principal): ScriptReader =>
      (request, signal) =>
        read(async () => principal, request, signal),

    /** For an execution: who started it, or whose task it is, as of the moment of reading. */
    forUser:
      (userId: string | null): ScriptReader =>
      (request, signal) =>
        read(
          async () => {
            const principal = userId === null ? null : await principalOf(userId);
            if (!principal) throw nobody();
            return principal;
          },
          request,
          signal,
        ),
  };
}

export type ScriptReaders = ReturnType<typeof createScriptReaders>;

async function* once(rows: Cell[][]): AsyncGenerator<Cell[][]> {
  yield rows;
}

function noConnection(wanted: string, nearest: string | null): AppError {
  const hint =
    nearest === null
      ? { zh: '', en: '' }
      : { zh: `，是否指「${nearest}」`, en: `; did you mean "${nearest}"` };
  return new AppError('NOT_FOUND', {
    zh: `没有你能用的连接「${wanted}」${hint.zh}`,
    en: `There is no connection "${wanted}" that you may use${hint.en}`,
  });
}

function severalConnections(name: string): AppError {
  return new AppError('CONFLICT', {
    zh: `名为「${name}」的连接不止一个，请改用它的 id`,
    en: `Several connections are called "${name}"; give the id of one`,
  });
}

function nobody(): AppError {
  return new AppError('FORBIDDEN', {
    zh: '这次执行没有可用的所属用户（已删除或停用），不能读取连接；请由在用的用户重新创建任务',
    en: 'The owner of this execution is gone or disabled, so no connection can be read; have somebody else own the task',
  });
}
