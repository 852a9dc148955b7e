import type { Card } from '@sextant/contract/room-messages';
import type { Principal } from '../../platform/auth/principal.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { FilesService } from '../files/files.service.ts';
import type { ExecutionsService } from '../tasks/executions.service.ts';
import type { SavedQueriesService } from '../workbench/saved-queries/saved-queries.service.ts';

export interface OpenedCard {
  /** What the object is called now. */
  name: string;
  /** Its page in the web interface. */
  link: string;
}

/** Opens what cards point to, by the rights of whoever opens: sending one already takes the right to see it. */
export function createCards(deps: {
  connections: Pick<ConnectionsService, 'get'>;
  savedQueries: Pick<SavedQueriesService, 'get'>;
  executions: Pick<ExecutionsService, 'get'>;
  files: Pick<FilesService, 'require'>;
}) {
  const { connections, savedQueries, executions, files } = deps;

  /** Throws 404 when the object is gone or the person may not see it. */
  return async function open(principal: Principal, card: Card): Promise<OpenedCard> {
    switch (card.object) {
      case 'result': {
        const connection = await connections.get(principal, card.connection_id);
        return { name: card.title || connection.name, link: '/workbench' };
      }
      case 'saved_query': {
        const { name } = await savedQueries.get(principal, card.id);
        return { name, link: `/workbench/queries/${encodeURIComponent(card.id)}` };
      }
      case 'execution': {
        const execution = await executions.get(principal, card.id);
        return { name: execution.task_name ?? execution.id, link: `/collect/executions/${execution.id}` };
      }
      case 'file': {
        const { row } = await files.require(principal, card.id, 'read');
        return { name: row.name, link: `/files?file=${encodeURIComponent(card.id)}` };
      }
    }
  };
}

export type OpenCard = ReturnType<typeof createCards>;
