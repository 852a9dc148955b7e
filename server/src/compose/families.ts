import packageJson from '../../../package.json' with { type: 'json' };
import { createAkshareFamily } from '../families/akshare/akshare.family.ts';
import { createDataqueryFamily } from '../families/dataquery/dataquery.family.ts';
import { createWenshuFamily } from '../families/wenshu/wenshu.family.ts';
import type { CountLogs } from '../families/whalefall/statistics.ts';
import { createWhalefallFamily } from '../families/whalefall/whalefall.family.ts';
import { isAdmin } from '../platform/auth/principal.ts';
import type { Family } from '../platform/http/family.ts';
import type { Accounts } from './accounts.ts';
import type { Ask } from './ask.ts';
import type { Collect } from './collect.ts';
import type { Extensions } from './extensions.ts';
import type { Files } from './files.ts';
import type { Govern } from './govern.ts';
import type { Observe } from './observe.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';
import type { Rooms } from './rooms.ts';

/** The older systems' documents, each over the same features. */
export function composeFamilies(
  platform: Platform,
  groups: {
    people: People;
    ask: Ask;
    collect: Collect;
    files: Files;
    rooms: Rooms;
    extensions: Extensions;
    govern: Govern;
    accounts: Accounts;
    observe: Observe;
  },
): Family[] {
  const { people, ask, collect, files, rooms, extensions, govern, accounts, observe } = groups;
  const { users, settings } = people;
  const { connections, workbench } = ask;
  const { tables, tasks, scripts, collectSettings } = collect;
  const whalefall = createWhalefallFamily({
    users: users.service,
    signIn: users.signIn,
    instances: govern.instances.service,
    credentials: ask.credentials.service,
    tester: connections.tester,
    sessions: govern.sync.sessions,
    accounts: accounts.accounts.service,
    classification: accounts.classification.service,
    tasks: tasks.service,
    logs: observe.logs.service,
    dashboard: observe.dashboard,
    activities: observe.auditTrail.service,
    timezone: platform.config.timezone,
    countLogs: countLogsWith(observe),
    authenticate: users.authenticate,
    databaseAnswers: () => answers(platform.db),
    version: packageJson.version,
  });
  return [
    whalefall,
    createWenshuFamily({
      users: users.service,
      signIn: users.signIn,
      settings,
      connections,
      queries: workbench.service,
      checks: workbench.checks,
      conversations: ask.ask.conversations,
      answers: ask.ask.answers,
    }),
    createAkshareFamily({
      users: users.service,
      signIn: users.signIn,
      connections,
      scripts: scripts.service,
      tasks: tasks.service,
      executions: tasks.executions,
      schedulerState: tasks.schedulerState,
      collectSettings,
      tables: tables.service,
      warehouse: {
        connection: tables.service.connection,
        switchTo: tables.settings.switchTo,
      },
    }),
    createDataqueryFamily({
      users: users.service,
      signIn: users.signIn,
      scripts: scripts.service,
      tasks: tasks.service,
      tables: tables.service,
      changes: tables.changes,
      queries: workbench.service,
      extensions: extensions.extensions,
      files: files.files,
      rooms: rooms.rooms,
      live: rooms.live,
      logger: platform.logger,
    }),
  ];
}

async function answers(db: Platform['db']): Promise<boolean> {
  try {
    await db.selectFrom('users').select('id').limit(1).execute();
    return true;
  } catch {
    return false;
  }
}

/** The log is for administrators. */
function countLogsWith({ logs }: Observe): CountLogs {
  return async (principal, window) => {
    if (!isAdmin(principal)) return null;
    const { total, levels, error_rate, modules } = await logs.service.statistics(window);
    return {
      total_logs: total,
      error_count: levels.error,
      warning_count: levels.warn,
      info_count: levels.info,
      debug_count: levels.debug,
      critical_count: levels.fatal,
      error_rate,
      top_modules: modules,
    };
  };
}
