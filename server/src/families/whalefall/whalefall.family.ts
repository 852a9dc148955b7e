import type { FastifyInstance } from 'fastify';
import type { AccountsService } from '../../features/accounts/accounts.service.ts';
import type { AuditService } from '../../features/audit/audit.service.ts';
import type { ClassificationService } from '../../features/classification/classification.service.ts';
import type { ConnectionTester } from '../../features/connections/connection-tester.ts';
import type { CredentialsService } from '../../features/credentials/credentials.service.ts';
import type { DashboardService } from '../../features/dashboard/dashboard.service.ts';
import type { InstancesService } from '../../features/instances/instances.service.ts';
import type { LogsService } from '../../features/logs/logs.service.ts';
import type { SyncSessions } from '../../features/sync/sync-sessions.service.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { Family } from '../../platform/http/family.ts';
import { authOperations, registerAuth } from './auth.ts';
import { batchOperations, registerBatches } from './batches.ts';
import { classOperations, registerClasses } from './classes.ts';
import { credentialOperations, registerCredentials } from './credentials.ts';
import { dashboardOperations, registerDashboard } from './dashboard.ts';
import { databaseTypeOperations, registerDatabaseTypes } from './database-types.ts';
import { whalefallSpeaker } from './envelope.ts';
import { type Authenticate, healthOperations, registerHealth } from './health.ts';
import { instanceOperations, registerInstances } from './instances.ts';
import { jobOperations, registerJobs } from './jobs.ts';
import { laterLogOperations, logOperations, registerLogs } from './logs.ts';
import { registerRules, ruleOperations } from './rules.ts';
import { registerSessions, sessionOperations } from './sessions.ts';
import { type CountLogs, registerStatistics, statisticsOperations } from './statistics.ts';
import { registerUsers, userOperations } from './users.ts';

/** The operations of the whalefall document by its chapters. */
export const whalefallOperations = {
  系统状态: healthOperations,
  认证: authOperations,
  仪表板: dashboardOperations,
  数据库实例管理: instanceOperations,
  账户分类管理: batchOperations,
  分类: classOperations,
  分类规则: ruleOperations,
  任务调度: jobOperations,
  同步会话: sessionOperations,
  日志管理: logOperations,
  '日志管理（后来的路径）': laterLogOperations,
  统计: statisticsOperations,
  用户管理: userOperations,
  凭据管理: credentialOperations,
  数据库类型: databaseTypeOperations,
};

/** The whalefall document over the product's features. */
export function createWhalefallFamily(deps: {
  users: UsersService;
  signIn: SignInService;
  instances: InstancesService;
  credentials: CredentialsService;
  tester: ConnectionTester;
  sessions: SyncSessions;
  accounts: AccountsService;
  classification: ClassificationService;
  tasks: TasksService;
  logs: LogsService;
  dashboard: DashboardService;
  activities: AuditService;
  timezone: string;
  countLogs: CountLogs;
  authenticate: Authenticate;
  databaseAnswers: () => Promise<boolean>;
  version: string;
}): Family {
  return {
    ...whalefallSpeaker,
    title: '鲸落 API',
    description:
      '为鲸落的客户端提供的接口，与 /api/v1 共用用户、实例、凭据和任务。响应为 {status: "success", data, message}，列表另有 pagination；出错时为 {status: "error", error, message, code, details}。',
    base: '/whalefall',
    prefixes: [''],
    operations: whalefallOperations,
    register(app: FastifyInstance) {
      registerHealth(app, deps);
      registerAuth(app, deps);
      registerDashboard(app, deps);
      registerInstances(app, deps);
      registerBatches(app, deps);
      registerClasses(app, deps);
      registerRules(app, deps.classification);
      registerJobs(app, deps.tasks);
      registerSessions(app, deps.sessions);
      registerLogs(app, deps.logs);
      registerUsers(app, deps.users);
      registerStatistics(app, deps);
      registerCredentials(app, deps.credentials);
      registerDatabaseTypes(app);
    },
  };
}
