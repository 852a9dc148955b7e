import type { AnswerService } from '../../features/ask/answer.service.ts';
import type { ConversationsService } from '../../features/ask/conversations.service.ts';
import type { ConnectionEditor } from '../../features/connections/connection-editor.ts';
import type { ConnectionTester } from '../../features/connections/connection-tester.ts';
import type { ConnectionsService } from '../../features/connections/connections.service.ts';
import type { SettingsService } from '../../features/settings/settings.service.ts';
import type { SignInService } from '../../features/users/sign-in.service.ts';
import type { UsersService } from '../../features/users/users.service.ts';
import type { QueriesService } from '../../features/workbench/queries.service.ts';
import type { StatementCheckService } from '../../features/workbench/statement-check.service.ts';
import type { Family } from '../../platform/http/family.ts';
import { authOperations, registerAuth } from './auth.ts';
import { conversationOperations, registerConversations } from './conversations.ts';
import { datasourceOperations, registerDatasources } from './datasources.ts';
import { wenshuSpeaker } from './envelope.ts';
import { messageOperations, registerMessages } from './messages.ts';
import { registerSql, sqlOperations } from './sql.ts';
import { registerUsers, userOperations } from './users.ts';

/** The operations of the wenshu document by its chapters. */
export const wenshuOperations = {
  认证接口: authOperations,
  用户管理接口: userOperations,
  数据源管理接口: datasourceOperations,
  对话接口: {
    ...conversationOperations,
    sendMessage: messageOperations.send,
    messages: messageOperations.list,
  },
  SQL执行接口: sqlOperations,
};

/** The wenshu document over the product's features. */
export function createWenshuFamily(deps: {
  users: UsersService;
  signIn: SignInService;
  settings: SettingsService;
  connections: { service: ConnectionsService; editor: ConnectionEditor; tester: ConnectionTester };
  queries: QueriesService;
  checks: StatementCheckService;
  conversations: ConversationsService;
  answers: AnswerService;
}): Family {
  const { users, signIn, settings, connections, queries, checks, conversations, answers } = deps;
  const { service } = connections;
  return {
    ...wenshuSpeaker,
    title: '问数智能体 API',
    description:
      '为问数智能体的客户端提供的接口，与 /api/v1 共用用户、数据源和对话。响应为 {code, message, data}，出错时为 {code, message, errors}，code 与 HTTP 状态码相同。',
    base: '/wenshu',
    prefixes: ['/api', '/api/v1'],
    operations: wenshuOperations,
    register(app) {
      registerAuth(app, signIn);
      registerUsers(app, { users, settings });
      registerDatasources(app, connections);
      registerConversations(app, { conversations, connections: service, users });
      registerMessages(app, { conversations, answers });
      registerSql(app, { connections: service, queries, checks });
    },
  };
}
