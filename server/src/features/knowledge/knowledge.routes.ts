import { knowledgeEndpoints } from '@sextant/contract/knowledge';
import type { FastifyInstance } from 'fastify';
import { isAdmin } from '../../platform/auth/principal.ts';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
import type { DismissedRepository } from './dismissed.repository.ts';
import type { ExamplesService } from './examples.service.ts';
import type { GlossaryService } from './glossary.service.ts';
import { requireExplainer } from './knowledge.policy.ts';
import { endsKey, suggestRelationships } from './suggested-relationships.ts';
import type { TransferService } from './transfer.service.ts';

/** API v1: `/knowledge/*`, suggested relationships, and knowledge as a file. */
export function registerKnowledgeRoutes(
  app: FastifyInstance,
  deps: {
    glossary: GlossaryService;
    examples: ExamplesService;
    transfer: TransferService;
    connections: ConnectionsService;
    relationships: Pick<RelationshipsService, 'complete'>;
    dismissed: DismissedRepository;
  },
): void {
  const { glossary, examples, transfer, connections, relationships, dismissed } = deps;
  registerV1(app, knowledgeEndpoints, {
    async terms({ principal, query: { connection_id, scope, limit, offset, ...query } }) {
      const filter = { ...query, limit, offset, ...(connection_id && { connectionId: connection_id }) };
      const { terms, total, mayEdit } = await glossary.list(principal, {
        ...filter,
        ...(scope && { scope }),
      });
      return {
        terms,
        total,
        has_more: offset + terms.length < total,
        may_edit_global: isAdmin(principal),
        may_edit: mayEdit,
      };
    },
    addTerm: ({ principal, body: { connection_id, ...values } }) =>
      glossary.add(principal, connection_id, values),
    updateTerm: ({ principal, params, body }) => glossary.update(principal, params.id, body),
    async removeTerm({ principal, params }) {
      await glossary.remove(principal, params.id);
      return {};
    },
    async examples({ principal, query: { connection_id, limit, offset, ...query } }) {
      const filter = { ...query, connectionId: connection_id, limit, offset };
      const found = await examples.list(principal, filter);
      return { ...found, has_more: offset + found.examples.length < found.total };
    },
    addExample: ({ principal, body: { connection_id, question, sql } }) =>
      examples.add(principal, { connectionId: connection_id, question, sql }),
    updateExample: ({ principal, params, body }) => examples.update(principal, params.id, body),
    async removeExample({ principal, params }) {
      await examples.remove(principal, params.id);
      return {};
    },
    async suggestions({ principal, params, signal }) {
      const connection = await connections.get(principal, params.id);
      const { catalog } = await connections.catalog(connection, { signal });
      const turnedDown = await dismissed.list(connection.id);
      const found = suggestRelationships(await relationships.complete(connection, catalog));
      return {
        suggestions: found.filter((suggestion) => !turnedDown.has(endsKey(suggestion))),
        may_edit: canManage(principal, connection),
      };
    },
    async dismissSuggestion({ principal, params, body }) {
      const connection = await connections.get(principal, params.id);
      requireExplainer(principal, connection);
      await dismissed.add(connection.id, endsKey(body), principal.username);
      return {};
    },
    exportKnowledge: ({ principal, params }) => transfer.exportFile(principal, params.id),
    importKnowledge: ({ principal, params, body, language, address }) =>
      transfer.importFile(principal, address, params.id, { ...body, language }),
  });
}
