import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell } from '@sextant/contract/chart';
import type { Text } from '@sextant/contract/text';
import type { ExportFormat, ExportState } from '@sextant/contract/workbench';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../../platform/auth/principal.ts';
import { AppError } from '../../../platform/errors/app-error.ts';

/** How long a download may be put off. */
const linkMs = 2 * 60_000;
const maxKept = 50;
const maxUnfinished = 5;
const maxUsers = 2_000;
const drainMs = 5_000;
const pollMs = 50;

export interface ExportInput {
  connectionId: string;
  sql: string;
  params?: readonly Cell[];
  namedParams?: Readonly<Record<string, Cell>>;
  format: ExportFormat;
  fileName: string;
  timeoutMs: number;
}

/** One export from its making to its end. */
export interface ExportJob {
  id: string;
  principal: Principal;
  input: ExportInput;
  status: ExportState['status'];
  rowsCount: number;
  bytes: number;
  error: Text | null;
  createdAt: Date;
  /** Aborts when its owner stops it. */
  controller: AbortController;
  /** The hash of the token that begins the download; null once it was used. */
  tokenHash: Buffer | null;
}

/**
 * The exports of each user, the last 50 of them, in the memory of this process: a restart forgets them, and another
 * process does not know them.
 */
export function createExportJobs() {
  const byUser = new LRUCache<string, ExportJob[]>({ max: maxUsers });
  const byId = new Map<string, ExportJob>();

  function jobsOf(userId: string): ExportJob[] {
    const jobs = byUser.get(userId) ?? [];
    for (const job of jobs) expire(job);
    return jobs;
  }

  function forgetOldest(jobs: ExportJob[]): ExportJob[] {
    const surplus = jobs.filter(isFinished).slice(0, Math.max(0, jobs.length - maxKept));
    for (const { id } of surplus) byId.delete(id);
    return jobs.filter((job) => !surplus.includes(job));
  }

  return {
    /** A new export and the token that begins its download once. Throws `RATE_LIMITED` when the user has enough. */
    add(principal: Principal, input: ExportInput): { job: ExportJob; token: string } {
      const jobs = jobsOf(principal.userId);
      if (jobs.filter((job) => !isFinished(job)).length >= maxUnfinished) throw tooMany();
      const token = randomBytes(32).toString('base64url');
      const job: ExportJob = {
        id: randomUUID(),
        principal,
        input,
        status: 'waiting',
        rowsCount: 0,
        bytes: 0,
        error: null,
        createdAt: new Date(),
        controller: new AbortController(),
        tokenHash: hash(token),
      };
      byUser.set(principal.userId, forgetOldest([...jobs, job]));
      byId.set(job.id, job);
      return { job, token };
    },

    /** Newest first. */
    list: (userId: string): ExportJob[] => jobsOf(userId).toReversed(),

    find: (userId: string, id: string): ExportJob | null =>
      jobsOf(userId).find((job) => job.id === id) ?? null,

    /** The export whose download the token begins; it does so only once. */
    claim(id: string, token: string): ExportJob | null {
      const job = byId.get(id);
      if (!job) return null;
      expire(job);
      if (!job.tokenHash || !timingSafeEqual(job.tokenHash, hash(token))) return null;
      job.tokenHash = null;
      return job;
    },

    /** Ends what the user began, links that nobody opened yet among it. */
    revoke(userId: string): void {
      for (const job of jobsOf(userId)) {
        job.tokenHash = null;
        if (isFinished(job)) continue;
        job.status = 'cancelled';
        job.controller.abort();
      }
    },

    /** Lets running exports end for some seconds, then stops all that are not finished. */
    async drain(): Promise<void> {
      const deadline = Date.now() + drainMs;
      const isBusy = () => [...byId.values()].some(({ status }) => status === 'running');
      while (isBusy() && Date.now() < deadline) await sleep(pollMs);
      for (const job of byId.values()) if (!isFinished(job)) job.controller.abort();
    },
  };
}

export function isFinished({ status }: ExportJob): boolean {
  return status !== 'waiting' && status !== 'running';
}

function expire(job: ExportJob): void {
  if (!job.tokenHash || Date.now() - job.createdAt.getTime() < linkMs) return;
  job.tokenHash = null;
  job.status = 'cancelled';
  job.error = { zh: '两分钟内没有开始下载，链接已失效', en: 'The download was not begun within two minutes' };
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function tooMany(): AppError {
  return new AppError('RATE_LIMITED', {
    zh: `你已有 ${maxUnfinished} 个导出没有完成，请等其中一个完成或停止它`,
    en: `You have ${maxUnfinished} unfinished exports; wait for one to end or stop it`,
  });
}
