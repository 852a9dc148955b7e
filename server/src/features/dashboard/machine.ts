import { stat, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';

const sampleMs = 5_000;
const loopWindowMs = 60_000;
/** Node measures from one tick to the next, so that a loop with nothing to do shows this. */
const loopTickMs = 20;

export interface Usage {
  used: number;
  total: number;
  percent: number;
}

/** Measures the machine, this process and the metadata database. */
export function createMachine(deps: { db: MetadataDatabase; kind: MetadataKind; dataDir: string }) {
  const { db, kind, dataDir } = deps;
  const loop = monitorEventLoopDelay({ resolution: loopTickMs });
  let cpu = readCpu();
  let percents = { machine: 0, process: 0 };
  let timers: NodeJS.Timeout[] = [];

  function sample(): void {
    const now = readCpu();
    const total = now.total - cpu.total;
    const wall = (now.at - cpu.at) * 1000;
    if (total > 0 && wall > 0) {
      percents = {
        machine: percent(total - (now.idle - cpu.idle), total),
        process: percent(now.process - cpu.process, wall),
      };
    }
    cpu = now;
  }

  return {
    cpu: () => ({ ...percents }),
    memory: (): Usage => usage(totalmem() - freemem(), totalmem()),
    processMemory: (): number => process.memoryUsage.rss(),

    /** Null where the disk cannot be asked. */
    async disk(): Promise<Usage | null> {
      try {
        const { blocks, bavail, bsize } = await statfs(dataDir);
        return usage((blocks - bavail) * bsize, blocks * bsize);
      } catch {
        return null;
      }
    },

    /** Milliseconds over the last minute. */
    loop(): { mean: number; p99: number; max: number } {
      const toMs = (nanoseconds: number) =>
        Number.isFinite(nanoseconds) ? Math.max(0, Math.round(nanoseconds / 10_000) / 100 - loopTickMs) : 0;
      return { mean: toMs(loop.mean), p99: toMs(loop.percentile(99)), max: toMs(loop.max) };
    },

    async database(): Promise<{ isHealthy: boolean; responseMs: number; sizeBytes: number | null }> {
      const started = performance.now();
      const elapsed = () => Math.round((performance.now() - started) * 100) / 100;
      try {
        await db.selectFrom('installation').select('name').limit(1).execute();
        const responseMs = elapsed();
        return { isHealthy: true, responseMs, sizeBytes: await databaseSize() };
      } catch {
        return { isHealthy: false, responseMs: elapsed(), sizeBytes: null };
      }
    },

    start(): void {
      loop.enable();
      timers = [setInterval(sample, sampleMs).unref(), setInterval(() => loop.reset(), loopWindowMs).unref()];
    },
    stop(): void {
      for (const timer of timers) clearInterval(timer);
      loop.disable();
    },
  };

  async function databaseSize(): Promise<number | null> {
    if (kind === 'sqlite') {
      const sizes = ['sextant.sqlite', 'sextant.sqlite-wal'].map((name) => stat(join(dataDir, name)));
      const known = await Promise.allSettled(sizes);
      return known.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value.size : 0), 0);
    }
    const { rows } = await sql<{ size: number }>`select pg_database_size(current_database()) as size`.execute(
      db,
    );
    return rows[0]?.size ?? null;
  }
}

export type Machine = ReturnType<typeof createMachine>;

function readCpu() {
  let idle = 0;
  let total = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  const { user, system } = process.cpuUsage();
  return { idle, total, process: user + system, at: performance.now() };
}

function percent(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.round((part / whole) * 1000) / 10;
}

function usage(used: number, total: number): Usage {
  return { used, total, percent: percent(used, total) };
}
