import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogStatistics } from '@sextant/contract/logs';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import type { LogStore } from '../../platform/log/log-store.ts';
import { countedFrom } from '../../platform/log/log-writer.ts';
import type { LogCountsRepository } from './log-counts.repository.ts';
import type { LogCriteria, LogEntriesRepository, LogPlace, LogRow } from './log-entries.repository.ts';
import type { LogSettingsKeeper } from './log-settings.ts';
import { countOverTime } from './statistics.ts';

const dayMs = 86_400_000;
/** Entries that one statement looks through for a text, and the time after which a search says how far it got. */
const chunk = 10_000;
const searchMs = 4_000;
const exportPage = 2_000;
const removedAtOnce = 2_000;
const mostGroups = 5_000;

export interface FoundEntries {
  rows: LogRow[];
  next: LogPlace | null;
  /** Where a search that took long stopped. */
  searchedTo: string | null;
}

/** Searches, counts, exports and cleans up the product's own log. */
export function createLogsService(deps: {
  entries: LogEntriesRepository;
  counts: LogCountsRepository;
  settings: Pick<LogSettingsKeeper, 'current' | 'update'>;
  logStore: LogStore;
  audit: Audit;
}) {
  const { entries, counts, settings, logStore, audit } = deps;

  /** Looks for a text part by part, so that requests get their turn between the parts. */
  async function searchText(
    criteria: LogCriteria,
    before: LogPlace | null,
    limit: number,
  ): Promise<FoundEntries> {
    const deadline = Date.now() + searchMs;
    const found: LogRow[] = [];
    let from = before;
    for (;;) {
      const until = await entries.placeBehind(criteria, from, chunk - 1);
      found.push(...(await entries.older(criteria, from, until, limit + 1 - found.length)));
      if (found.length > limit) return pageOf(found, limit);
      if (until === null) return { rows: found, next: null, searchedTo: null };
      from = until;
      if (Date.now() > deadline) return { rows: found, next: until, searchedTo: until.at };
      await nextTurn();
    }
  }

  async function removeAll(removeSome: () => Promise<number>): Promise<number> {
    let removed = 0;
    for (;;) {
      const some = await removeSome();
      removed += some;
      if (some < removedAtOnce) return removed;
      await nextTurn();
    }
  }

  async function removeOlderThan(days: number): Promise<number> {
    const before = new Date(Date.now() - days * dayMs).toISOString();
    const removed = await removeAll(() => entries.removeSome(before, removedAtOnce));
    await counts.removeBefore(before);
    return removed;
  }

  return {
    /** Newest first, a page from behind a place on. */
    async search(criteria: LogCriteria, before: LogPlace | null, limit: number): Promise<FoundEntries> {
      if (criteria.text) return searchText(criteria, before, limit);
      return pageOf(await entries.older(criteria, before, null, limit + 1), limit);
    },

    async get(number: number): Promise<LogRow> {
      const row = await entries.find(number);
      if (!row) throw notFound({ zh: '日志', en: 'Log entry' }, String(number));
      return row;
    },

    count: entries.count,
    page: entries.page,
    modules: counts.modules,

    async statistics(window: { from?: string | undefined; to?: string | undefined }): Promise<LogStatistics> {
      const to = window.to ?? new Date().toISOString();
      const from = window.from ?? new Date(Date.parse(to) - dayMs).toISOString();
      if (from >= to) {
        throw invalid('from', {
          zh: `开始时间 ${from} 不早于结束时间 ${to}`,
          en: `The start ${from} is not before the end ${to}`,
        });
      }
      const begin = countedFrom(from);
      const [byTime, modules] = await Promise.all([counts.byTime(begin, to), counts.byModule(begin, to)]);
      return countOverTime({ from, to, byTime, modules });
    },

    groups: counts.groups,
    countsByTime: counts.byTime,

    /** Everything a filter finds, oldest first, page by page. */
    async *all(criteria: LogCriteria): AsyncGenerator<LogRow[]> {
      let after: LogPlace | null = null;
      for (;;) {
        const rows: LogRow[] = await entries.newer(criteria, after, exportPage);
        if (rows.length > 0) yield rows;
        if (rows.length < exportPage) return;
        after = rows.at(-1) ?? null;
        await nextTurn();
      }
    },

    recordExport: (principal: Principal, details: Record<string, unknown>): Promise<void> =>
      audit.record(principal, { action: 'log.exported', objectType: 'log', objectId: null, details }),

    /** Removes entries older than some days, a few at a time, so that nobody who searches has to wait. */
    async cleanUp(principal: Principal, days: number): Promise<number> {
      await logStore.flush();
      const removed = await removeOlderThan(days);
      await audit.record(principal, {
        action: 'log.cleaned',
        objectType: 'log',
        objectId: null,
        details: { days, deleted: removed },
      });
      return removed;
    },

    /** What the settings say, or an age of one's own. */
    async removeOld(days = settings.current().keep_days): Promise<number> {
      let removed = await removeOlderThan(days);
      const edge = (await entries.lastNumber()) - settings.current().max_entries;
      if (edge > 0) removed += await removeAll(() => entries.removeSomeUpTo(edge, removedAtOnce));
      await counts.keepNewestGroups(mostGroups);
      return removed;
    },
  };
}

function pageOf(rows: LogRow[], limit: number): FoundEntries {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? last : null, searchedTo: null };
}

export type LogsService = ReturnType<typeof createLogsService>;
