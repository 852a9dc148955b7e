import { AppError } from '../../platform/errors/app-error.ts';
import {
  ExecutionError,
  type ExecutionHandler,
  type RunningExecution,
} from '../../platform/jobs/execution.ts';
import { type OpenTableWriter, RowRefused, type TableWriter } from '../tables/table-writer.ts';
import { ScriptError } from './runtime/script-error.ts';
import type { ScriptRuntime } from './runtime/script-runtime.ts';
import type { ScriptReaders } from './script-reader.ts';
import { type CurrentScript, runOf, type ScriptsService } from './scripts.service.ts';
import { targetTable } from './target-table.ts';

/** The handler of `collect`: runs a script and puts its rows into its table, all of them or none. */
export function createCollectHandler(deps: {
  scripts: ScriptsService;
  runtime: ScriptRuntime;
  readers: ScriptReaders;
  openTable: OpenTableWriter;
}): ExecutionHandler {
  const { scripts, runtime, readers, openTable } = deps;

  async function prepare({ execution }: RunningExecution) {
    try {
      return await scripts.check(
        execution.script_id ?? '',
        JSON.parse(execution.params) as Record<string, unknown>,
      );
    } catch (error) {
      // Waiting does not mend a parameter that is wrong or a script that is gone.
      if (error instanceof AppError) throw new ExecutionError(error.text, { final: true, cause: error });
      throw error;
    }
  }

  async function fill(
    writer: TableWriter,
    script: CurrentScript,
    params: Record<string, unknown>,
    { execution, signal, progress, log }: RunningExecution,
  ): Promise<string | undefined> {
    let state: string | undefined;
    const limits = { timeoutMs: execution.timeout_seconds * 1000 };
    const run = runtime.run({
      ...runOf(script, params),
      limits,
      signal,
      reader: readers.forUser(execution.user_id),
      state: writer.state,
      onState: (kept) => {
        state = kept;
      },
      onProgress: progress,
      onLog: log,
    });
    for await (const batch of run) await writer.write(batch);
    return state;
  }

  return async (running) => {
    const { script, params } = await prepare(running);
    const { description, row, version } = script;
    const table = targetTable(description, params);
    const writer = await openTable({
      ...table,
      displayName: description.name,
      category: row.category,
      scriptId: row.id,
      executionId: running.execution.id,
    }).catch((error: unknown) => {
      throw asExecutionError(error);
    });
    try {
      const state = await fill(writer, script, params, running);
      running.signal.throwIfAborted();
      const written = await writer.commit(state);
      return { ...written, scriptVersion: version.version, tableName: table.name };
    } catch (error) {
      await writer.abort();
      throw asExecutionError(error);
    }
  };
}

function asExecutionError(error: unknown): unknown {
  if (error instanceof ScriptError) {
    return new ExecutionError(error.text, { line: error.line, details: error.details, cause: error });
  }
  if (error instanceof RowRefused || error instanceof AppError)
    return new ExecutionError(error.text, { cause: error });
  return error;
}
