import type { ExtensionsFeature } from '../../features/extensions/extensions.feature.ts';
import type { FilesFeature } from '../../features/files/files.feature.ts';
import type { RoomsFeature } from '../../features/rooms/rooms.feature.ts';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { TableChanges } from '../../features/tables/table-changes.ts';
import type { TablesService } from '../../features/tables/tables.service.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { QueriesService } from '../../features/workbench/queries.service.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import type { Family } from '../../platform/http/family.ts';
import type { LiveSockets } from '../../platform/live/live-sockets.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { authOperations, registerAuth } from './auth.ts';
import { chatOperations, createToMessageInput, registerChats } from './chats.ts';
import { databaseOperations, registerDatabases } from './databases.ts';
import { dataquerySpeaker } from './envelope.ts';
import { extensionOperations, registerExtensions } from './extensions.ts';
import { fileOperations, registerFiles } from './files.ts';
import { liveOperations, registerLive } from './live.ts';
import { type JobTarget, registerScheduler, schedulerOperations } from './scheduler.ts';
import { type ServedDatabase, serveExtension, serveWarehouse } from './served-database.ts';
import { registerUsers, userOperations } from './users.ts';

/** The operations of the dataquery document by its chapters. */
export const dataqueryOperations = {
  认证接口: authOperations,
  用户管理接口: userOperations,
  扩展管理接口: extensionOperations,
  文件管理接口: fileOperations,
  聊天接口: chatOperations,
  数据库管理接口: databaseOperations,
  调度器接口: schedulerOperations,
  WebSocket接口: liveOperations,
};

/** The dataquery document over the product's features. */
export function createDataqueryFamily(deps: {
  users: UsersService;
  signIn: SignInService;
  scripts: ScriptsService;
  tasks: TasksService;
  tables: TablesService;
  changes: TableChanges;
  queries: QueriesService;
  extensions: ExtensionsFeature;
  files: FilesFeature;
  rooms: RoomsFeature;
  live: LiveSockets;
  logger: Logger;
}): Family {
  const { users, scripts, tasks, extensions, files, rooms, live, logger } = deps;
  const toInput = createToMessageInput(
    async (principal, number) => (await files.service.requireByNumber(principal, number, 'read')).row.id,
  );

  /** The warehouse for everybody; the databases of extensions for those who manage them. */
  async function serve(principal: Principal): Promise<ServedDatabase[]> {
    const main = await serveWarehouse(deps);
    if (!isAdmin(principal)) return [main];
    const all = await extensions.service.list(principal, {});
    const kept = all.filter(({ row }) => extensions.databases.exists(row.id));
    return [main, ...kept.map(({ row }) => serveExtension(row, extensions.databases))];
  }

  async function findTarget(principal: Principal, func: string): Promise<JobTarget | null> {
    const extension = await extensions.service.get(principal, func).catch(() => null);
    if (extension) {
      const { fields } = await extensions.forms.query(extension);
      return {
        taskType: 'extension',
        scriptId: extension.row.id,
        parameters: fields.map(({ name }) => name),
      };
    }
    const script = await scripts.get(func).catch(() => null);
    if (!script) return null;
    const parameters = script.description.parameters.map(({ name }) => name);
    return { taskType: 'collect', scriptId: script.row.id, parameters };
  }

  return {
    ...dataquerySpeaker,
    title: 'Data Query System 2.0 API',
    description:
      '为 Data Query System 2.0 的客户端提供的接口，与 /api/v1 共用用户、扩展、文件、聊天、任务和数据表。成功时直接返回内容，出错时为 {status: "error", detail, code}。',
    base: '/dataquery',
    prefixes: [''],
    operations: dataqueryOperations,
    register(app) {
      app.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string' },
        (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
      );
      registerAuth(app, deps);
      registerUsers(app, users);
      registerExtensions(app, { extensions, users });
      registerFiles(app, { files, users });
      registerChats(app, { rooms, users, toInput });
      registerDatabases(app, serve);
      registerScheduler(app, { tasks, findTarget });
      registerLive(app, { live, rooms, toInput, logger });
    },
  };
}
