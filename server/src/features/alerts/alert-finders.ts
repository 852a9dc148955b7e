import type { AlertKind } from '@sextant/contract/alerts';
import type { Text } from '@sextant/contract/text';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import { holdsText } from '../../platform/db/text-search.ts';

/** Something that a rule finds to be wrong now. */
export interface Finding {
  subject: string;
  title: Text;
  body: Text;
}

interface Watched {
  threshold: number;
  /** Part of a name; empty for everything. */
  target: string;
}

/** Finds everything that is wrong now; what is no longer found is resolved. */
export type Finder = (watched: Watched) => Promise<Finding[]>;

const hourMs = 3_600_000;
const rateMinutes = 5;
const failedSinceMs = 7 * 24 * hourMs;
const over = ['completed', 'failed', 'timeout', 'cancelled'];
const failures = ['failed', 'timeout'];

/** What each kind of rule looks at. Kinds that only hear of events have none. */
export function createAlertFinders(deps: {
  db: MetadataDatabase;
  freeDisk: () => Promise<number | null>;
}): Partial<Record<AlertKind, Finder>> {
  const { db, freeDisk } = deps;
  return {
    async instance_down({ threshold, target }) {
      const rows = await db
        .selectFrom('instances')
        .innerJoin('connections', 'connections.id', 'instances.connection_id')
        .select(['connections.name', 'instances.failures', 'instances.error', 'instances.last_up_at'])
        .where('instances.health', '=', 'down')
        .where('instances.is_active', '=', 1)
        .where('instances.failures', '>=', threshold)
        .where(holdsText(['connections.name'], target))
        .execute();
      return rows.map(({ name, failures: count, error, last_up_at }) => {
        const problem = readProblem(error);
        return {
          subject: name,
          title: { zh: `实例「${name}」失联`, en: `Instance "${name}" is down` },
          body: {
            zh: `连续 ${count} 次检查失败，上次正常：${last_up_at ?? '未知'}。${problem.zh}`,
            en: `${count} checks failed in a row; last up: ${last_up_at ?? 'unknown'}. ${problem.en}`,
          },
        };
      });
    },

    async task_failed({ threshold, target }) {
      const since = new Date(Date.now() - failedSinceMs).toISOString();
      const tasks = await db
        .selectFrom('executions')
        .innerJoin('tasks', 'tasks.id', 'executions.task_id')
        .select(['tasks.id', 'tasks.name'])
        .distinct()
        .where('executions.status', 'in', failures)
        .where('executions.ended_at', '>=', since)
        .where(holdsText(['tasks.name'], target))
        .execute();
      const findings = await Promise.all(tasks.map((task) => failedTask(task, threshold)));
      return findings.filter((finding) => finding !== null);
    },

    async table_stale({ threshold, target }) {
      const before = new Date(Date.now() - threshold * hourMs).toISOString();
      const rows = await db
        .selectFrom('collected_tables')
        .select(['name', 'display_name', 'last_updated_at'])
        .where('columns', '<>', '[]')
        .where('last_updated_at', '<', before)
        .where(holdsText(['name', 'display_name'], target))
        .execute();
      return rows.map(({ name, display_name, last_updated_at }) => ({
        subject: name,
        title: { zh: `数据表「${display_name}」未按时更新`, en: `Table "${display_name}" is stale` },
        body: {
          zh: `${name} 上次更新于 ${last_updated_at}，已超过 ${threshold} 小时`,
          en: `${name} was last updated at ${last_updated_at}, more than ${threshold} hours ago`,
        },
      }));
    },

    async check_failed({ target }) {
      const rows = await db
        .selectFrom('collected_tables')
        .select(['name', 'display_name', 'failed_checks'])
        .where('failed_checks', '<>', '[]')
        .where(holdsText(['name', 'display_name'], target))
        .execute();
      return rows.map(({ name, display_name, failed_checks }) => ({
        subject: name,
        title: { zh: `数据表「${display_name}」的检查未通过`, en: `Checks of table "${display_name}" fail` },
        body: describeChecks(failed_checks),
      }));
    },

    async disk_low({ threshold }) {
      const free = await freeDisk();
      if (free === null || free >= threshold) return [];
      const percent = free.toFixed(1);
      return [
        {
          subject: 'disk',
          title: { zh: `磁盘只剩 ${percent} % 可用`, en: `Only ${percent} % of the disk are free` },
          body: {
            zh: `数据目录所在磁盘的可用空间低于 ${threshold} %，请清理或扩容`,
            en: `Less than ${threshold} % of the disk that holds the data folder are free; remove something or extend it`,
          },
        },
      ];
    },

    async error_rate({ threshold, target }) {
      const since = new Date(Date.now() - rateMinutes * 60_000).toISOString();
      const { count } = await db
        .selectFrom('log_entries')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('level', 'in', ['error', 'fatal'])
        .where('at', '>=', since)
        .where(holdsText(['module'], target))
        .executeTakeFirstOrThrow();
      const rate = Number(count) / rateMinutes;
      if (rate < threshold) return [];
      const shown = rate.toFixed(1);
      return [
        {
          subject: target || 'log',
          title: { zh: `每分钟 ${shown} 条错误日志`, en: `${shown} errors a minute in the log` },
          body: {
            zh: `最近 ${rateMinutes} 分钟共 ${count} 条，阈值为每分钟 ${threshold} 条。请查看「日志」页的错误分组`,
            en: `${count} in the last ${rateMinutes} minutes; the threshold is ${threshold} a minute. See the groups of errors on the page Logs`,
          },
        },
      ];
    },
  };

  /** A task whose last executions, as many as the threshold, all failed. */
  async function failedTask(task: { id: string; name: string }, threshold: number): Promise<Finding | null> {
    const last = await db
      .selectFrom('executions')
      .select(['id', 'status', 'error'])
      .where('task_id', '=', task.id)
      .where('status', 'in', over)
      .orderBy('number', 'desc')
      .limit(threshold)
      .execute();
    if (last.length < threshold || last.some(({ status }) => !failures.includes(status))) return null;
    const reason = readProblem(last[0]?.error ?? null);
    return {
      subject: task.name,
      title: { zh: `任务「${task.name}」失败`, en: `Task "${task.name}" failed` },
      body: {
        zh: `连续失败 ${last.length} 次以上，最近一次：${last[0]?.id}。${reason.zh}`,
        en: `Failed ${last.length} times or more in a row, last: ${last[0]?.id}. ${reason.en}`,
      },
    };
  }
}

/** The text of a stored problem or error, whichever of the two shapes it has. */
function readProblem(stored: string | null): Text {
  if (stored === null) return { zh: '', en: '' };
  const problem = JSON.parse(stored) as { message?: Text; text?: Text };
  return problem.message ?? problem.text ?? { zh: '', en: '' };
}

function describeChecks(stored: string): Text {
  const failed = JSON.parse(stored) as (Partial<Text> | string)[];
  const say = (language: 'zh' | 'en') =>
    failed.map((one) => (typeof one === 'string' ? one : (one[language] ?? JSON.stringify(one)))).join('\n');
  return { zh: say('zh'), en: say('en') };
}
