import { chatEndpoints } from './chat.ts';
import { connectionEndpoints } from './connections.ts';
import { conversationEndpoints } from './conversations.ts';
import { dataFileEndpoints } from './data-files.ts';
import { modelEndpoints } from './models.ts';
import { promptEndpoints } from './prompts.ts';
import { settingsEndpoints } from './settings.ts';
import { systemEndpoints } from './system.ts';
import { apiKeyEndpoints, authEndpoints, userEndpoints } from './users.ts';

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
  dataFiles: dataFileEndpoints,
  settings: settingsEndpoints,
  prompts: promptEndpoints,
  system: systemEndpoints,
} as const;
