import type { Plan } from '@sextant/engines/plan';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { queryFailure } from '../../connections/engine-failure.ts';
import type { QueriesService, QueryInput } from '../queries.service.ts';
import { within } from '../within.ts';

const answerMs = 30_000;

/** Asks the database how it would run a statement, after the guard; rejects as `QueriesService.run` does. */
export function createExplain(deps: { connections: ConnectionsService; queries: QueriesService }) {
  const { connections, queries } = deps;
  return async (input: QueryInput): Promise<Plan> => {
    const { sql, params } = await queries.check(input);
    const database = await connections.database(input.connection);
    const tooLate = new AbortController();
    const signals = input.signal ? [input.signal, tooLate.signal] : [tooLate.signal];
    try {
      const work = database.explain(sql, { params, signal: AbortSignal.any(signals) });
      return await within(answerMs, work);
    } catch (error) {
      tooLate.abort();
      throw queryFailure(error, { elapsedMs: 0, timeoutMs: 0 });
    }
  };
}

export type Explain = ReturnType<typeof createExplain>;
