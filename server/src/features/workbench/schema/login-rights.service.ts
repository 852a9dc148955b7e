import type { LoginRights } from '@sextant/engines/login-rights';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../../platform/errors/app-error.ts';
import type { EventBus } from '../../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { queryFailure } from '../../connections/engine-failure.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import { within } from '../within.ts';

const answerMs = 20_000;
const maxKept = 500;

export interface CheckedRights {
  rights: LoginRights;
  checkedAt: string;
}

/**
 * What the login of a connection may do, asked once until its settings change, a synchronisation finds that some account
 * changed, or somebody asks anew.
 */
export function createLoginRightsService(deps: { connections: ConnectionsService; events: EventBus }) {
  const { connections, events } = deps;
  const kept = new LRUCache<string, CheckedRights>({ max: maxKept });
  // Several connections may use one account, of one server under several addresses: so all are asked again.
  events.subscribe('account.changed', () => kept.clear());

  async function ask(connection: StoredConnection): Promise<LoginRights> {
    try {
      const database = await connections.database(connection);
      return await within(answerMs, database.rights());
    } catch (error) {
      const failure = queryFailure(error, { elapsedMs: 0, timeoutMs: 0 });
      if (!(failure instanceof AppError)) throw error;
      return untold(connection, failure);
    }
  }

  return {
    /** The grade is `unknown`, with the reason, when the database would not tell; that is not kept. */
    async get(connection: StoredConnection, refresh: boolean): Promise<CheckedRights> {
      const key = [connection.id, connection.updatedAt].join();
      const known = refresh ? undefined : kept.get(key);
      if (known) return known;
      const checked = { rights: await ask(connection), checkedAt: new Date().toISOString() };
      if (checked.rights.grade !== 'unknown') kept.set(key, checked);
      return checked;
    },
  };
}

export type LoginRightsService = ReturnType<typeof createLoginRightsService>;

function untold(connection: StoredConnection, failure: AppError): LoginRights {
  return {
    login: connection.settings.username ?? '',
    grade: 'unknown',
    reasons: [{ grade: 'unknown', right: failure.code, text: failure.text }],
    readerScript: '',
  };
}
