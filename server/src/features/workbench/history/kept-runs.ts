import type { Logger } from '../../../platform/log/logger.ts';
import type { EndedQueryRun, QueryRunsRepository } from '../query-runs.repository.ts';

const keptDays = 180;
const keptPerUser = 10_000;
const dayMs = 86_400_000;

/**
 * Writes runs into the history and keeps it within bounds: 180 days and the newest 10,000 of each user. It is trimmed
 * for a user after every few hundred runs and by age once a day, so that a run costs no more than its own row.
 */
export function createKeptRuns(deps: {
  queryRuns: Pick<QueryRunsRepository, 'add' | 'keepNewest' | 'removeBefore'>;
  logger: Logger;
  /** How many runs of a user lie between two trims; 500 unless told. */
  trimEvery?: number;
  keptPerUser?: number;
}) {
  const { queryRuns, logger, trimEvery = 500 } = deps;
  const sinceTrim = new Map<string, number>();
  let trimmedByAge = 0;

  async function trim(userId: string): Promise<void> {
    await queryRuns.keepNewest(userId, deps.keptPerUser ?? keptPerUser);
    if (Date.now() - trimmedByAge < dayMs) return;
    trimmedByAge = Date.now();
    await queryRuns.removeBefore(new Date(Date.now() - keptDays * dayMs).toISOString());
  }

  return {
    async add(run: EndedQueryRun): Promise<void> {
      await queryRuns.add(run);
      const count = sinceTrim.get(run.userId);
      // The first run after a start trims as well: nobody knows how many there were before.
      if (count !== undefined && count + 1 < trimEvery) {
        sinceTrim.set(run.userId, count + 1);
        return;
      }
      sinceTrim.set(run.userId, 0);
      await trim(run.userId).catch((error: unknown) =>
        logger.error({ module: 'workbench', err: error }, 'the query history could not be trimmed'),
      );
    },
  };
}
