import { accountEndpoints } from './accounts.ts';
import { alertEndpoints } from './alerts.ts';
import { auditEndpoints } from './audit.ts';
import { capacityEndpoints } from './capacity.ts';
import { chatEndpoints } from './chat.ts';
import { classificationEndpoints } from './classification.ts';
import { collectSettingsEndpoints } from './collect-settings.ts';
import { connectionEndpoints } from './connections.ts';
import { conversationEndpoints } from './conversations.ts';
import { credentialEndpoints } from './credentials.ts';
import { dashboardEndpoints } from './dashboard.ts';
import { dataFileEndpoints } from './data-files.ts';
import { executionEndpoints } from './executions.ts';
import { extensionEndpoints } from './extensions.ts';
import { fileLinkEndpoints } from './file-links.ts';
import { fileSettingsEndpoints } from './file-settings.ts';
import { fileEndpoints } from './files.ts';
import { goldenQuestionEndpoints } from './golden-questions.ts';
import { instanceEndpoints } from './instances.ts';
import { knowledgeEndpoints } from './knowledge.ts';
import { logEndpoints } from './logs.ts';
import { modelEndpoints } from './models.ts';
import { notificationEndpoints } from './notifications.ts';
import { promptEndpoints } from './prompts.ts';
import { queryRunEndpoints } from './query-runs.ts';
import { roomEndpoints } from './rooms.ts';
import { savedQueryEndpoints } from './saved-queries.ts';
import { schemaBrowserEndpoints } from './schema-browser.ts';
import { scriptEndpoints } from './scripts.ts';
import { settingsEndpoints } from './settings.ts';
import { syncSessionEndpoints } from './sync-sessions.ts';
import { systemEndpoints } from './system.ts';
import { tableEndpoints, warehouseEndpoints } from './tables.ts';
import { taskEndpoints } from './tasks.ts';
import { apiKeyEndpoints, authEndpoints, userEndpoints } from './users.ts';
import { valueIndexEndpoints } from './value-index.ts';
import { workbenchEndpoints } from './workbench.ts';

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
  valueIndex: valueIndexEndpoints,
  dataFiles: dataFileEndpoints,
  files: fileEndpoints,
  fileLinks: fileLinkEndpoints,
  fileSettings: fileSettingsEndpoints,
  scripts: scriptEndpoints,
  tasks: taskEndpoints,
  executions: executionEndpoints,
  extensions: extensionEndpoints,
  tables: tableEndpoints,
  warehouse: warehouseEndpoints,
  instances: instanceEndpoints,
  credentials: credentialEndpoints,
  syncSessions: syncSessionEndpoints,
  capacity: capacityEndpoints,
  settings: settingsEndpoints,
  collectSettings: collectSettingsEndpoints,
  logs: logEndpoints,
  audit: auditEndpoints,
  alerts: alertEndpoints,
  dashboard: dashboardEndpoints,
  notifications: notificationEndpoints,
  rooms: roomEndpoints,
  prompts: promptEndpoints,
  knowledge: knowledgeEndpoints,
  goldenQuestions: goldenQuestionEndpoints,
  accounts: accountEndpoints,
  classification: classificationEndpoints,
  system: systemEndpoints,
} as const;
