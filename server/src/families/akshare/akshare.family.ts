import type { ConnectionEditor } from '../../features/connections/connection-editor.ts';
import type { ConnectionTester } from '../../features/connections/connection-tester.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { TablesService } from '../../features/tables/tables.service.ts';
import type { CollectSettings } from '../../features/tasks/collect-settings.ts';
import type { ExecutionsService } from '../../features/tasks/executions.service.ts';
import type { SchedulerState } from '../../features/tasks/scheduler-state.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { Family } from '../../platform/http/family.ts';
import { authOperations, registerAuth } from './auth.ts';
import { dataOperations, registerData } from './data.ts';
import {
  databaseSettingsOperations,
  registerDatabaseSettings,
  type WarehouseChoice,
} from './database-settings.ts';
import { akshareSpeaker } from './envelope.ts';
import { executionOperations, registerExecutions } from './executions.ts';
import { interfaceOperations, registerInterfaces } from './interfaces.ts';
import { registerScripts, scriptOperations } from './scripts.ts';
import { registerSettings, settingsOperations } from './settings.ts';
import { registerTables, tableOperations } from './tables.ts';
import { registerTasks, taskOperations } from './tasks.ts';
import { registerUsers, userOperations } from './users.ts';

/** The operations of the akshare document by its chapters. */
export const akshareOperations = {
  认证相关: authOperations,
  用户管理: userOperations,
  数据脚本: scriptOperations,
  定时任务: taskOperations,
  执行记录: executionOperations,
  数据表: tableOperations,
  数据下载: dataOperations,
  接口浏览: interfaceOperations,
  系统设置: { ...settingsOperations, ...databaseSettingsOperations },
};

/** The akshare document over the product's features. */
export function createAkshareFamily(deps: {
  users: UsersService;
  signIn: SignInService;
  connections: { service: ConnectionsService; editor: ConnectionEditor; tester: ConnectionTester };
  scripts: ScriptsService;
  tasks: TasksService;
  executions: ExecutionsService;
  schedulerState: () => Promise<SchedulerState>;
  collectSettings: CollectSettings;
  tables: TablesService;
  warehouse: WarehouseChoice;
}): Family {
  const { users, scripts, tasks, executions, collectSettings, tables, connections, warehouse } = deps;
  return {
    ...akshareSpeaker,
    title: 'akshare_web API',
    description:
      '为 akshare_web 的客户端提供的接口，与 /api/v1 共用用户、脚本、任务和数据表。响应为 {code: 0, message, data}，出错时为 {code, message, detail}。',
    base: '/akshare',
    prefixes: ['/api'],
    operations: akshareOperations,
    register(app) {
      registerAuth(app, deps);
      registerUsers(app, users);
      registerScripts(app, { scripts, collectSettings });
      registerTasks(app, { tasks, executions, scripts, collectSettings });
      registerExecutions(app, executions);
      registerTables(app, tables);
      registerData(app, { scripts, executions });
      registerInterfaces(app, scripts);
      registerSettings(app, deps);
      registerDatabaseSettings(app, { connections, warehouse });
    },
  };
}
