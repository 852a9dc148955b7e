import type { Text } from '@sextant/contract/text';
import type { EventBus } from '../../../platform/events/event-bus.ts';
import type { Logger } from '../../../platform/log/logger.ts';
import { ScriptError } from '../runtime/script-error.ts';
import type { ScriptRuntime } from '../runtime/script-runtime.ts';
import type { ScriptRow, ScriptsRepository } from '../scripts.repository.ts';
import { calledBy, type FunctionScript, functionScript } from './function-script.ts';
import type { PythonModuleRow, PythonModulesRepository } from './python-modules.repository.ts';
import { type PythonModule, readPythonModule } from './python-modules.ts';

export interface KnownModule {
  name: string;
  status: 'ready' | 'missing' | 'failed' | 'reading';
  version: string | null;
  functionsCount: number;
  problem: Text | null;
  failures: { name: string; message: string }[];
  seconds: number;
  readAt: string | null;
}

const limits = { timeoutMs: 120_000, cpuSeconds: 120 };
const atOnce = 50;
const gone = {
  notInstalled: 'Its module is not installed any more',
  noFunction: 'Its module has it no more',
};

/**
 * Keeps the functions of Python modules among the scripts: read in the background in the processes that also run them,
 * again when a module's version or files have changed.
 */
export function createModuleInterfaces(deps: {
  scripts: ScriptsRepository;
  modules: PythonModulesRepository;
  runtime: ScriptRuntime;
  /** The modules that the settings name. */
  names: () => readonly string[];
  /** Tells when other modules are named. */
  onNamesChanged: (listener: () => void) => void;
  events: EventBus;
  logger: Logger;
}) {
  const { scripts, modules, runtime, names, events, logger } = deps;
  const stopping = new AbortController();
  const reading = new Set<string>();
  let running: Promise<void> | null = null;
  let again = false;

  /** Puts functions among the scripts. Gives how many are there, and those that cannot be. */
  async function register(module: string, { version, functions, failures }: PythonModule) {
    const taken = new Map((await scripts.all()).map((row) => [row.id, row]));
    const left = [...failures];
    const accepted: FunctionScript[] = [];
    for (const one of functions ?? []) {
      const script = functionScript(module, version, one);
      const twin = 'problem' in script ? undefined : taken.get(script.values.id);
      if ('problem' in script) left.push({ name: one.function, message: script.problem });
      else if (twin && twin.path !== script.values.path)
        left.push({ name: one.function, message: `The id "${twin.id}" belongs to ${twin.path}` });
      else accepted.push(script);
    }
    for (let at = 0; at < accepted.length; at += atOnce) {
      stopping.signal.throwIfAborted();
      await scripts.addVersions(accepted.slice(at, at + atOnce));
    }
    const present = new Set(accepted.map(({ values }) => values.id));
    const own = [...taken.values()].filter((row) => isOf(module, row));
    await disable(
      own.filter(({ id }) => !present.has(id)),
      gone.noFunction,
    );
    await restore(own.filter(({ id }) => present.has(id)));
    return { count: present.size, failures: left };
  }

  async function disable(rows: readonly ScriptRow[], problem: string): Promise<void> {
    for (const row of rows)
      if (row.problem !== problem) await scripts.update(row.id, { is_active: 0, problem });
  }

  /** What an administrator disabled stays so; that has no problem to it. */
  async function restore(rows: readonly ScriptRow[]): Promise<void> {
    for (const row of rows)
      if (row.problem !== null) await scripts.update(row.id, { is_active: 1, problem: null });
  }

  async function readOne(name: string): Promise<Omit<PythonModuleRow, 'name' | 'seconds' | 'read_at'>> {
    const before = await modules.find(name);
    const known = before?.status === 'ready' ? before.stamp : null;
    const found = await readPythonModule(runtime, name, { limits, signal: stopping.signal, known });
    if (!found.installed) {
      const rows = (await scripts.all()).filter((row) => isOf(name, row));
      await disable(rows, gone.notInstalled);
      return { ...nothing, status: 'missing' };
    }
    if (found.functions === null && before) return before;
    const { count, failures } = await register(name, found);
    const { version, stamp } = found;
    return {
      status: 'ready',
      version,
      stamp,
      functions_count: count,
      problem: null,
      failures: JSON.stringify(failures),
    };
  }

  async function look(name: string): Promise<void> {
    const startedAt = performance.now();
    reading.add(name);
    const end = () => ({
      seconds: Math.round(performance.now() - startedAt) / 1000,
      read_at: new Date().toISOString(),
    });
    try {
      const before = await modules.find(name);
      const found = await readOne(name);
      if (found !== before && found.stamp !== before?.stamp)
        logger.info(
          { module: 'scripts', python: name, functions: found.functions_count, ...end() },
          'a Python module was read',
        );
      if (found.stamp === null || found.stamp !== before?.stamp)
        await modules.keep({ ...found, name, ...end() });
    } catch (error) {
      if (stopping.signal.aborted) return;
      const text = error instanceof ScriptError ? error.text : { zh: String(error), en: String(error) };
      const status = error instanceof ScriptError && error.kind === 'unavailable' ? 'missing' : 'failed';
      await modules.keep({ ...nothing, name, status, problem: JSON.stringify(text), ...end() });
      logger.warn({ module: 'scripts', python: name, err: error }, 'a Python module could not be read');
    } finally {
      reading.delete(name);
    }
  }

  async function readAll(): Promise<void> {
    do {
      again = false;
      const wanted = names();
      for (const name of wanted) if (!stopping.signal.aborted) await look(name);
      await forgetOthers(wanted);
    } while (again && !stopping.signal.aborted);
  }

  async function forgetOthers(wanted: readonly string[]): Promise<void> {
    for (const { name } of await modules.all()) {
      if (wanted.includes(name)) continue;
      await disable(
        (await scripts.all()).filter((row) => isOf(name, row)),
        gone.notInstalled,
      );
      await modules.remove(name);
    }
  }

  /** Looks at all modules; who asks while that goes on gets one more look after it. */
  function refresh(): Promise<void> {
    if (stopping.signal.aborted) return Promise.resolve();
    if (running) again = true;
    running ??= readAll()
      .catch((error: unknown) =>
        logger.error({ module: 'scripts', err: error }, 'the Python modules could not be looked at'),
      )
      .finally(() => {
        running = null;
      });
    return running;
  }

  return {
    /** What is known of the modules that the settings name. */
    async list(): Promise<KnownModule[]> {
      const rows = new Map((await modules.all()).map((row) => [row.name, row]));
      return names().map((name) => present(name, rows.get(name), reading.has(name)));
    },

    /** Has them looked at here, or in the processes that run scripts. */
    async scan(): Promise<void> {
      await events.publish('python_modules.wanted', {});
      await running;
    },

    /** From now on; the first look comes after the start. */
    start(): void {
      const unsubscribe = events.subscribe('python_modules.wanted', () => void refresh());
      deps.onNamesChanged(() => void refresh());
      const first = setTimeout(() => void refresh(), firstLookAfterMs);
      first.unref();
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(first);
        unsubscribe();
      });
    },

    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}

export type ModuleInterfaces = ReturnType<typeof createModuleInterfaces>;

const firstLookAfterMs = 1500;
const nothing = { version: null, stamp: null, functions_count: 0, problem: null, failures: '[]' };

const isOf = (module: string, row: ScriptRow): boolean =>
  row.origin === 'module' && calledBy(row.path).module === module;

function present(name: string, row: PythonModuleRow | undefined, isReading: boolean): KnownModule {
  const { version, functions_count, problem, failures, seconds, read_at } = row ?? {
    ...nothing,
    seconds: 0,
    read_at: null,
  };
  return {
    name,
    status: isReading || !row ? 'reading' : (row.status as KnownModule['status']),
    version,
    functionsCount: functions_count,
    problem: problem === null ? null : (JSON.parse(problem) as Text),
    failures: JSON.parse(failures) as KnownModule['failures'],
    seconds,
    readAt: read_at,
  };
}
