import type { ExtensionConfig, ExtensionResult } from '@sextant/contract/extensions';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { notFound } from '../../platform/errors/app-error.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { CallFile } from '../scripts/runtime/script-asks.ts';
import { disabled, mayRun, notAllowed } from './extension-rules.ts';
import type { ExtensionRunner } from './extension-runner.ts';
import type { ExtensionsRepository, RunRow, StoredExtension } from './extensions.repository.ts';
import type { ExtensionsService } from './extensions.service.ts';
import type { ResultContent, ResultStore } from './result-store.ts';

/** A run with all that is known of it. */
export interface ExtensionRunDetails {
  run: RunRow;
  name: string | null;
  result: ExtensionResult | null;
  log: string[];
}

const shownLogLines = 500;
const runThing = { zh: '运行记录', en: 'Run' };

/** Running extensions, and what they brought; people see their own runs, administrators all. */
export function createExtensionRuns(deps: {
  extensions: ExtensionsService;
  repository: ExtensionsRepository;
  runner: ExtensionRunner;
  results: ResultStore;
  jobs: Jobs;
}) {
  const { extensions, repository, runner, results, jobs } = deps;

  async function runnable(principal: Principal, id: string): Promise<StoredExtension> {
    const stored = await extensions.get(principal, id);
    if (stored.row.enabled === 0) throw disabled(stored.row.name);
    if (!mayRun(stored.row, principal)) throw notAllowed(stored.row.name);
    return stored;
  }

  async function own(principal: Principal, executionId: string): Promise<RunRow> {
    const run = await repository.run(executionId);
    if (!run || (run.user_id !== principal.userId && !isAdmin(principal)))
      throw notFound(runThing, executionId);
    return run;
  }

  async function get(principal: Principal, executionId: string): Promise<ExtensionRunDetails> {
    const run = await own(principal, executionId);
    const row = await repository.find(run.script_id ?? '');
    return {
      run,
      name: row?.name ?? null,
      result: await results.find(executionId),
      log: await repository.log(executionId, shownLogLines),
    };
  }

  return {
    get,

    /** Runs it while the caller waits; its own failure is part of the answer. `value` is what it gave, unchanged. */
    async run(
      principal: Principal,
      id: string,
      order: { params: ExtensionConfig; files?: readonly CallFile[]; signal: AbortSignal },
    ): Promise<ExtensionRunDetails & { value: unknown }> {
      const extension = await runnable(principal, id);
      const { params, files = [], signal } = order;
      const { execution, value } = await runner.run(
        { extension, params, files, userId: principal.userId },
        signal,
      );
      return { ...(await get(principal, execution.id)), value };
    },

    /** Puts a run into the queue. */
    async start(principal: Principal, id: string, params: ExtensionConfig): Promise<ExtensionRunDetails> {
      const extension = await runnable(principal, id);
      const { id: executionId } = await runner.start({ extension, params, userId: principal.userId });
      return get(principal, executionId);
    },

    async list(principal: Principal, id: string, page: { limit: number; offset: number }) {
      const { row } = await extensions.get(principal, id);
      const userId = isAdmin(principal) ? undefined : principal.userId;
      return { name: row.name, ...(await repository.runs(id, { ...page, userId })) };
    },

    async cancel(principal: Principal, executionId: string): Promise<void> {
      await own(principal, executionId);
      await jobs.cancel(executionId);
    },

    async content(principal: Principal, executionId: string): Promise<ResultContent> {
      await own(principal, executionId);
      return results.content(executionId);
    },

    open: results.open,
  };
}

export type ExtensionRuns = ReturnType<typeof createExtensionRuns>;
