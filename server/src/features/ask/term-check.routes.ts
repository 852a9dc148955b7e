import { checkTerm } from '@sextant/ask/check-term';
import { compile } from '@sextant/ask/compile';
import { termCheckEndpoints } from '@sextant/contract/knowledge';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { KnowledgeService } from './knowledge.ts';
import { localTime } from './local-time.ts';

/** API v1: whether the built-in engine understands a definition, while somebody writes it. */
export function registerTermCheckRoutes(
  app: FastifyInstance,
  deps: { connections: Pick<ConnectionsService, 'get'>; knowledge: KnowledgeService; timezone: string },
): void {
  const { connections, knowledge, timezone } = deps;
  registerV1(app, termCheckEndpoints, {
    async check({ principal, params, body, signal }) {
      const connection = await connections.get(principal, params.id);
      const { prepared, values } = await knowledge.get(connection, { waitMs: 0, signal });
      const { term, synonyms, kind, expression: meaning } = body;
      const others = prepared.glossary.filter((entry) => entry.term !== term);
      const now = localTime(new Date(), timezone);
      const { state, text, query } = checkTerm(
        { term, synonyms, kind, meaning },
        { now, values, prepared: { ...prepared, glossary: others } },
      );
      const sql = query === null ? null : compile(query, connection.engine.dialect);
      return { state, message: text, sql };
    },
  });
}
