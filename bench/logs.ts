import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLogs } from '../server/src/features/logs/export-logs.ts';
import { createLogCountsRepository } from '../server/src/features/logs/log-counts.repository.ts';
import {
  createLogEntriesRepository,
  type LogCriteria,
} from '../server/src/features/logs/log-entries.repository.ts';
import { createLogsService } from '../server/src/features/logs/logs.service.ts';
import { createAudit } from '../server/src/platform/audit/audit.ts';
import { verifyAudit } from '../server/src/platform/audit/verify-audit.ts';
import { openDatabase } from '../server/src/platform/db/open-database.ts';
import type { LogEntry } from '../server/src/platform/log/log-entry.ts';
import { createLogStore } from '../server/src/platform/log/log-store.ts';
import { createDatabase } from '../server/test/metadata-stores.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { type Figure, milliseconds, noAim, quantile, timed } from './figure.ts';

const entryCount = 1_000_000;
const recordCount = 500;
const searchesEach = 10;
const spreadMs = 7 * 86_400_000;
const start = Date.now() - spreadMs;
const modules = ['http', 'jobs', 'workbench', 'connections', 'auth', 'tables', 'scripts', 'alerts'];
const levels = ['info', 'info', 'info', 'info', 'info', 'info', 'info', 'info', 'warn', 'error'];
/** A word that one entry in 100,000 holds, in the middle of the log and not at its end. */
const rareWord = '磁盘校验和不一致';
const searches: Record<string, LogCriteria> = {
  'newest page': {},
  'level error': { levels: ['error', 'fatal'] },
  module: { module: 'alerts' },
  user: { user: 'user_77' },
  request: { requestId: 'request-500000' },
  'an hour of last week': { from: at(0.5), to: at(0.506), levels: ['warn'] },
  'frequent text': { text: '超时' },
  'rare text': { text: rareWord },
  'text that is nowhere': { text: 'no such words anywhere' },
};

/** A million log entries written, searched, counted and exported, and what a record of the audit trail costs. */
export async function benchLogs(): Promise<Figure[]> {
  const figures = await measure('SQLite', null);
  if (!(await isReachable(testServers.postgresql))) return figures;
  const database = await createDatabase();
  try {
    figures.push(...(await measure('PostgreSQL', database.url)));
  } finally {
    await database.drop();
  }
  return figures;
}

async function measure(store: string, databaseUrl: string | null): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const { db } = await openDatabase({ databaseUrl, dataDir });
  try {
    const logStore = createLogStore(db);
    const key = randomBytes(32);
    const audit = createAudit(db, key);
    const logs = createLogsService({
      entries: createLogEntriesRepository(db),
      counts: createLogCountsRepository(db),
      settings: {
        current: () => ({ keep_days: 14, max_entries: entryCount, log_requests: true }),
        update: async () => Promise.reject(new Error('not measured')),
      },
      logStore,
      audit,
    });
    const figures: Figure[] = [];
    const add = (work: string, measured: string, aim = noAim, pass = true) =>
      figures.push({ work: `${store}: ${work}`, measured, reference: '', aim, pass });

    const wrote = await timed(() => writeAll(logStore));
    add('1 M log entries written', `${(wrote / 1000).toFixed(1)} s, ${perSecond(entryCount, wrote)}`);
    for (const [name, criteria] of Object.entries(searches)) {
      const times: number[] = [];
      for (let turn = 0; turn < searchesEach; turn += 1) {
        times.push(await timed(() => logs.search(criteria, null, 50)));
      }
      const p95 = quantile(times, 0.95);
      const isScan = name.startsWith('rare') || name.startsWith('text');
      const limit = isScan ? 5_000 : 200;
      add(`search, ${name}, p95`, milliseconds(p95), `< ${limit} ms`, p95 < limit);
    }
    const week = { from: at(0), to: at(1) };
    const counted = await timed(() => logs.statistics(week));
    add('statistics of a week', milliseconds(counted), '< 500 ms', counted < 500);
    let bytes = 0;
    const exported = await timed(async () => {
      for await (const text of writeLogs(logs.all({}), 'csv')) bytes += text.length;
    });
    add('1 M entries exported as CSV', `${(exported / 1000).toFixed(1)} s, ${(bytes / 1e6).toFixed(0)} MB`);
    let removed = 0;
    const cleaned = await timed(async () => {
      removed = await logs.removeOld(3);
    });
    add(`${removed} entries cleaned up`, `${(cleaned / 1000).toFixed(1)} s`);

    const event = {
      action: 'query.run',
      objectType: 'connection',
      objectId: 'c',
      details: { sql: 'select 1' },
    };
    const record = () => audit.record({ username: 'bench' }, event);
    const one = await timed(async () => {
      for (let turn = 0; turn < recordCount; turn += 1) await record();
    });
    const many = await timed(() => Promise.all(Array.from({ length: recordCount * 10 }, record)));
    add(
      'an audit record',
      `${milliseconds(one / recordCount)}; of many at once ${milliseconds(many / (recordCount * 10))}`,
    );
    const verified = await timed(() => verifyAudit(db, key));
    add(`${recordCount * 11} audit records verified`, milliseconds(verified));
    return figures;
  } finally {
    await db.destroy();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function writeAll(store: ReturnType<typeof createLogStore>): Promise<void> {
  for (let number = 0; number < entryCount; number += 1) {
    while (!store.hasRoom('info')) await store.flush();
    store.add(entry(number));
  }
  await store.flush();
}

function entry(number: number): LogEntry {
  const message =
    number % 100_000 === 50_000
      ? `${rareWord} ${number}`
      : `第 ${number} 次请求${number % 50 === 0 ? '超时' : '完成'}`;
  return {
    at: at(number / entryCount),
    level: levels[number % levels.length] as string,
    module: modules[number % modules.length] as string,
    message,
    requestId: `request-${number}`,
    user: `user_${number % 200}`,
    durationMs: number % 500,
    context: { method: 'GET', route: '/api/v1/tables/:name', status: 200, rows: number },
  };
}

/** A moment of the last week, from 0 to 1. */
function at(part: number): string {
  return new Date(start + part * spreadMs).toISOString();
}

function perSecond(count: number, ms: number): string {
  return `${Math.round(count / (ms / 1000))} per second`;
}
