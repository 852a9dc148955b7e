import type { TableCheck } from '@sextant/contract/tables';
import type { Text } from '@sextant/contract/text';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { CollectedTableRow, CollectedTablesRepository } from './collected-tables.repository.ts';

const hourMs = 3_600_000;

/** Judges tables by the checks that people set, and tells when one fails that did not before. */
export function createTableChecks(deps: {
  tables: CollectedTablesRepository;
  /** Rows of a table and how many of them have no value in a column; null when it has no such column. */
  countNulls: (row: CollectedTableRow, column: string) => Promise<{ rows: number; nulls: number } | null>;
  events: EventBus;
  notify: NotificationsService['notify'];
  logger: Logger;
}) {
  const { tables, countNulls, events, notify, logger } = deps;

  async function failureOf(check: TableCheck, row: CollectedTableRow): Promise<Text | null> {
    switch (check.kind) {
      case 'freshness': {
        const age =
          row.last_updated_at === null ? null : (Date.now() - Date.parse(row.last_updated_at)) / hourMs;
        return age !== null && age <= check.max_age_hours ? null : stale(check.max_age_hours, age);
      }
      case 'row_count':
        return row.rows_count >= check.min_rows ? null : tooFewRows(check.min_rows, row.rows_count);
      case 'nulls': {
        const counted = await countNulls(row, check.column);
        if (counted === null) return noSuchColumn(check.column);
        const share = counted.rows === 0 ? 0 : counted.nulls / counted.rows;
        return share <= check.max_share ? null : tooManyNulls(check, share);
      }
    }
  }

  async function evaluate(row: CollectedTableRow): Promise<Text[]> {
    const checks = JSON.parse(row.checks) as TableCheck[];
    const before = JSON.parse(row.failed_checks) as Text[];
    const failed: Text[] = [];
    for (const check of checks) {
      const failure = await failureOf(check, row);
      if (failure) failed.push(failure);
    }
    if (JSON.stringify(failed) === row.failed_checks) return failed;
    await tables.update(row.name, { failed_checks: JSON.stringify(failed) });
    if (failed.length > 0 && before.length === 0) {
      logger.warn(
        { module: 'tables', table: row.name, failed: failed.map(({ en }) => en) },
        'checks of a table fail',
      );
      await events.publish('table.check_failed', { table: row.name, failed });
      await notify(
        { role: 'operator' },
        {
          kind: 'alert',
          title: {
            zh: `表「${row.display_name}」的检查没有通过`,
            en: `Checks of the table "${row.name}" fail`,
          },
          body: {
            zh: failed.map(({ zh }) => zh).join('；'),
            en: failed.map(({ en }) => en).join('; '),
          },
          link: `/collect/tables/${encodeURIComponent(row.name)}`,
        },
      );
    }
    return failed;
  }

  return {
    evaluate,
    /** Looks at every table that has checks. */
    async evaluateAll(): Promise<void> {
      for (const row of await tables.all()) if (row.checks !== '[]') await evaluate(row);
    },
  };
}

export type TableChecks = ReturnType<typeof createTableChecks>;

function stale(hours: number, age: number | null): Text {
  if (age === null) return { zh: '从未更新', en: 'It was never updated' };
  return {
    zh: `已超过 ${hours} 小时没有更新`,
    en: `It has not been updated for more than ${hours} h`,
  };
}

function tooFewRows(wanted: number, rows: number): Text {
  return {
    zh: `只有 ${rows} 行，应不少于 ${wanted} 行`,
    en: `It has ${rows} rows; there should be ${wanted} or more`,
  };
}

function tooManyNulls({ column, max_share }: { column: string; max_share: number }, share: number): Text {
  const percent = (part: number) => `${Math.round(part * 1000) / 10}%`;
  return {
    zh: `列「${column}」有 ${percent(share)} 为空，应不超过 ${percent(max_share)}`,
    en: `${percent(share)} of the column "${column}" is null; ${percent(max_share)} is the most`,
  };
}

function noSuchColumn(column: string): Text {
  return { zh: `没有列「${column}」`, en: `There is no column "${column}"` };
}
