import { interpret } from '@sextant/ask/interpret';
import { suggestQuestions } from '@sextant/ask/suggestions';
import type { Language } from '@sextant/contract/text';
import type { Principal } from '../../platform/auth/principal.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { SettingsService } from '../settings/settings.service.ts';
import type { KnowledgeService } from './knowledge.ts';
import { localTime } from './local-time.ts';

const count = 6;

/** Questions that the built-in engine can answer on a connection, made from its catalog. */
export function createSuggestionsService(deps: {
  connections: ConnectionsService;
  settings: SettingsService;
  knowledge: KnowledgeService;
  timezone: string;
}) {
  const { connections, settings, knowledge, timezone } = deps;
  return {
    /** For the named connection (404 when unknown), else for the default one; empty when there is none. */
    async list(
      principal: Principal,
      connectionId: string | undefined,
      language: Language,
      signal: AbortSignal,
    ): Promise<string[]> {
      const { default_connection_id: chosen } = await settings.get(principal.userId);
      const connection = connectionId
        ? await connections.get(principal, connectionId)
        : await connections.defaultOf(principal, chosen);
      if (!connection) return [];
      const { prepared, values } = await knowledge.get(connection, { waitMs: 0, signal });
      const now = localTime(new Date(), timezone);
      return suggestQuestions(
        prepared,
        language,
        count,
        (question) => interpret({ question, now, prepared, values }).kind === 'query',
      );
    },
  };
}

export type SuggestionsService = ReturnType<typeof createSuggestionsService>;
