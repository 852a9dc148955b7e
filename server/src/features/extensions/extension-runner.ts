import type { ExtensionConfig, ResultType } from '@sextant/contract/extensions';
import type { Role } from '@sextant/contract/permissions';
import { AppError } from '../../platform/errors/app-error.ts';
import {
  ExecutionError,
  type ExecutionHandler,
  type ExecutionOutcome,
  type ExecutionRow,
  type RunningExecution,
} from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import { createTurns } from '../../platform/turns/turns.ts';
import type { CallFile } from '../scripts/runtime/script-asks.ts';
import { ScriptError } from '../scripts/runtime/script-error.ts';
import type { ScriptRuntime } from '../scripts/runtime/script-runtime.ts';
import { adaptResult } from './adapt-result.ts';
import { createDatabaseMethods } from './database-methods.ts';
import { maskSecrets, strikeOut } from './extension-config.ts';
import type { ExtensionDatabases } from './extension-databases.ts';
import { disabled, mayRun, notAllowed, sourceOf } from './extension-rules.ts';
import type { StoredExtension } from './extensions.repository.ts';
import type { ResultStore } from './result-store.ts';

type Json = Parameters<typeof adaptResult>[0];

/** Where files go that an extension saves for the person who runs it. */
export type SaveFile = (file: {
  userId: string;
  name: string;
  content: Buffer;
}) => Promise<{ id: string; name: string; url: string | null }>;

export interface RunOrder {
  extension: StoredExtension;
  params: ExtensionConfig;
  files: readonly CallFile[];
  userId: string;
}

const mostAtOnce = 8;
const mostWaiting = 100;

/** Runs extensions: at once for whoever waits, or from the queue for tasks. */
export function createExtensionRunner(deps: {
  runtime: ScriptRuntime;
  jobs: Jobs;
  databases: ExtensionDatabases;
  results: ResultStore;
  saveFile: SaveFile;
  find: (id: string) => Promise<StoredExtension>;
  /** Its config with the defaults of its code, and the texts in it that nobody should see. */
  configOf: (extension: StoredExtension) => { config: ExtensionConfig; secrets: string[] };
  roleOf: (userId: string) => Promise<Role | null>;
}) {
  const { runtime, jobs, databases, results, saveFile, configOf } = deps;
  const takeTurn = createTurns(mostAtOnce);
  let pending = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (pending >= mostAtOnce + mostWaiting) throw tooMany();
    pending += 1;
    try {
      return await takeTurn(work);
    } finally {
      pending -= 1;
    }
  }

  function servicesFor({ row }: StoredExtension, userId: string | null, signal: AbortSignal) {
    return {
      database: createDatabaseMethods(databases, row.id, signal),
      async files(method: string, args: Record<string, unknown>, content: Buffer | null) {
        if (method !== 'save_file') throw new Error(`file_manager has no method ${method}; it has save_file`);
        if (userId === null) throw new Error('Nobody runs this, so there is nobody to save files for');
        const name = typeof args.filename === 'string' ? args.filename : '';
        return saveFile({ userId, name, content: content ?? Buffer.alloc(0) });
      },
    };
  }

  /** Calls `execute_query` and keeps what it gives. */
  async function execute(
    order: Omit<RunOrder, 'userId'>,
    { execution, signal, progress, log }: RunningExecution,
  ): Promise<{ outcome: ExecutionOutcome; value: Json }> {
    const { extension, params, files } = order;
    const { config, secrets } = configOf(extension);
    // The execution's own clock stops it first, and says so.
    const seconds = execution.timeout_seconds + 5;
    const limits = { timeoutMs: seconds * 1000, cpuSeconds: seconds };
    try {
      const { value, content } = await runtime.call({
        script: sourceOf(extension),
        function: 'execute_query',
        params,
        config,
        files,
        services: servicesFor(extension, execution.user_id, signal),
        limits,
        signal,
        onProgress: progress,
        onLog: (line) => log(strikeOut(line, secrets)),
      });
      signal.throwIfAborted();
      const shown = JSON.parse(strikeOut(JSON.stringify(value), secrets)) as Json;
      const adapted = adaptResult(shown, content, extension.row.result_type as ResultType | null);
      const bytes = await results.keep(extension.row.id, execution.id, adapted);
      const outcome = {
        scriptVersion: extension.version.version,
        result: { type: adapted.result.type, bytes },
      };
      return { outcome, value: shown };
    } catch (error) {
      throw asExecutionError(error, secrets);
    }
  }

  /** For executions from the queue: what was asked for may have changed since. */
  const handler: ExecutionHandler = async (job) => {
    const { script_id: id, user_id: userId, params } = job.execution;
    try {
      const extension = await deps.find(id ?? '');
      if (extension.row.enabled === 0) throw disabled(extension.row.name);
      const role = userId === null ? null : await deps.roleOf(userId);
      if (userId !== null && (role === null || !mayRun(extension.row, { userId, role })))
        throw notAllowed(extension.row.name);
      const given = JSON.parse(params) as ExtensionConfig;
      return (await execute({ extension, params: given, files: [] }, job)).outcome;
    } catch (error) {
      if (error instanceof AppError) throw new ExecutionError(error.text, { final: true, cause: error });
      throw error;
    }
  };

  return {
    handler,

    /** Runs at once and waits for the end; `value` is what the extension gave, as it gave it. */
    async run(order: RunOrder, signal: AbortSignal): Promise<{ execution: ExecutionRow; value: Json }> {
      const { extension, params, files, userId } = order;
      let value: Json = null;
      const names = Object.fromEntries(files.map(({ field, filename }) => [field, filename]));
      const shown = maskSecrets({ ...params, ...names }, []);
      let cancel = () => {};
      const start = ({ id }: ExecutionRow) => {
        cancel = () => void jobs.cancel(id).catch(() => {});
        if (signal.aborted) cancel();
        else signal.addEventListener('abort', cancel, { once: true });
      };
      const work: ExecutionHandler = async (job) => {
        const done = await execute(order, job);
        value = done.value;
        return done.outcome;
      };
      try {
        const execution = await inTurn(() =>
          jobs.runNow(
            {
              taskType: 'extension',
              triggeredBy: 'manual',
              scriptId: extension.row.id,
              userId,
              params: shown,
              timeoutSeconds: extension.row.timeout_seconds,
            },
            work,
            start,
          ),
        );
        return { execution, value };
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },

    /** Puts a run into the queue. */
    async start({ extension, params, userId }: Omit<RunOrder, 'files'>): Promise<ExecutionRow> {
      const [execution] = await jobs.enqueue([
        {
          taskType: 'extension',
          triggeredBy: 'manual',
          scriptId: extension.row.id,
          userId,
          params,
          timeoutSeconds: extension.row.timeout_seconds,
        },
      ]);
      return execution as ExecutionRow;
    },
  };
}

export type ExtensionRunner = ReturnType<typeof createExtensionRunner>;

function asExecutionError(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof ScriptError)) return error;
  const text = { zh: strikeOut(error.text.zh, secrets), en: strikeOut(error.text.en, secrets) };
  const details = error.details === null ? null : strikeOut(error.details, secrets);
  return new ExecutionError(text, { line: error.line, details, cause: error });
}

function tooMany(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '正在运行的扩展太多，请稍后再试',
    en: 'Too many extensions run at the moment; try again in a while',
  });
}
