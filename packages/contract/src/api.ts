import { chatEndpoints } from './chat.ts';
import { collectSettingsEndpoints } from './collect-settings.ts';
import { connectionEndpoints } from './connections.ts';
import { conversationEndpoints } from './conversations.ts';
import { dataFileEndpoints } from './data-files.ts';
import { executionEndpoints } from './executions.ts';
import { modelEndpoints } from './models.ts';
import { promptEndpoints } from './prompts.ts';
import { queryRunEndpoints } from './query-runs.ts';
import { savedQueryEndpoints } from './saved-queries.ts';
import { schemaBrowserEndpoints } from './schema-browser.ts';
import { scriptEndpoints } from './scripts.ts';
import { settingsEndpoints } from './settings.ts';
import { systemEndpoints } from './system.ts';
import { tableEndpoints, warehouseEndpoints } from './tables.ts';
import { taskEndpoints } from './tasks.ts';
import { apiKeyEndpoints, authEndpoints, userEndpoints } from './users.ts';
import { workbenchEndpoints } from './workbench.ts';

export const apiPrefix = '/api/v1';

/** Every operation of API v1, by feature. */
export const api = {
  auth: authEndpoints,
  users: userEndpoints,
  apiKeys: apiKeyEndpoints,
  chat: chatEndpoints,
  conversations: conversationEndpoints,
  models: modelEndpoints,
  connections: connectionEndpoints,
  workbench: workbenchEndpoints,
  queryRuns: queryRunEndpoints,
  savedQueries: savedQueryEndpoints,
  schemaBrowser: schemaBrowserEndpoints,
  dataFiles: dataFileEndpoints,
  scripts: scriptEndpoints,
  tasks: taskEndpoints,
  executions: executionEndpoints,
  tables: tableEndpoints,
  warehouse: warehouseEndpoints,
  settings: settingsEndpoints,
  collectSettings: collectSettingsEndpoints,
  prompts: promptEndpoints,
  system: systemEndpoints,
} as const;
