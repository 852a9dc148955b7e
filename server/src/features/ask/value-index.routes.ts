import { valueIndexEndpoints } from '@sextant/contract/value-index';
import type { FastifyInstance } from 'fastify';
import { forbidden } from '../../platform/errors/app-error.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { KnowledgeService } from './knowledge.ts';

/** API v1: how far the values of a connection are read. */
export function registerValueIndexRoutes(
  app: FastifyInstance,
  deps: { connections: Pick<ConnectionsService, 'get'>; knowledge: KnowledgeService },
): void {
  const { connections, knowledge } = deps;
  registerV1(app, valueIndexEndpoints, {
    async get({ principal, params, signal }) {
      return knowledge.valueState(await connections.get(principal, params.id), { signal });
    },
    async read({ principal, params, signal }) {
      const connection = await connections.get(principal, params.id);
      if (!canManage(principal, connection)) throw forbidden(notYours);
      return knowledge.valueState(connection, { again: true, signal });
    },
  });
}

const notYours = {
  zh: '只有连接的所有者或管理员可以重新读取它的取值',
  en: 'Only the owner of a connection or an administrator may have its values read again',
};
