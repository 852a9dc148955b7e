import { pathToFileURL } from 'node:url';
import { encodeJson, type Frame, type RowsFrame } from './frames.ts';
import { type HostFolders, type HostKind, hostCommand } from './host-commands.ts';
import { createHostPool } from './host-pool.ts';
import type { HostProcess } from './host-process.ts';
import { createRunWatch } from './run-watch.ts';
import { type CallFile, createScriptAsks, type ScriptServices, sendBlob } from './script-asks.ts';
import { endedByItself, failedReading, overLimit, pythonMissing } from './script-error.ts';
import { createScriptFetch } from './script-fetch.ts';
import { readFrame, wrongFrame } from './script-frames.ts';
import { defaultLimits, type ScriptLimits } from './script-limits.ts';
import { createScriptReads, type ScriptReader } from './script-reads.ts';

export type ScriptLanguage = 'typescript' | 'javascript' | 'python';

export interface ScriptSource {
  id: string;
  language: ScriptLanguage;
  source: string;
}

/** What a script says of itself, unchecked: its collector (`run` being the type of its `run`) and its functions. */
export interface LoadedScript {
  collector: Record<string, unknown> | null;
  functions: string[];
  /** What a Python script says of itself in docstrings: of its functions, and under an empty name of the module. */
  docs: Record<string, string>;
}

export interface RunOrder {
  script: ScriptSource;
  params: Record<string, unknown>;
  config?: Record<string, unknown>;
  limits?: Partial<ScriptLimits>;
  signal?: AbortSignal;
  /** What it may read through the server; nothing unless told. */
  reader?: ScriptReader;
  /** JSON that it kept in an earlier run; null when it did not. */
  state?: string | null;
  /** Takes what it wants to be kept, the last time as the last word. */
  onState?: (state: string) => void;
  onProgress?: (percent: number) => void;
  onLog?: (line: string) => void;
}

/** One call of a function of an extension. */
export interface CallOrder extends Omit<RunOrder, 'params'> {
  /** As the contract has it, in snake_case; TypeScript and JavaScript may have it in camelCase. */
  function: string;
  params?: Record<string, unknown>;
  files?: readonly CallFile[];
  services?: ScriptServices;
}

export interface CallOutcome {
  loaded: LoadedScript;
  /** False when the extension does not have the function. */
  called: boolean;
  /** JSON. */
  value: unknown;
  /** The bytes of a result that is a file. */
  content: Buffer | null;
}

const maxUnanswered = 20_000;
const nothingLoaded: LoadedScript = { collector: null, functions: [], docs: {} };
const loadLimits: ScriptLimits = { ...defaultLimits, timeoutMs: 30_000, cpuSeconds: 20 };

/**
 * Runs scripts, each in a process of its own that has nothing of the server's: no environment, no files but its
 * working folder and the libraries, no network but `fetch` under the egress policy, and limits on what it uses.
 */
export function createScriptRuntime(options: {
  fetch: typeof fetch;
  folders: HostFolders;
  /** The Python to run Python scripts with. */
  python: string;
  /** Processes kept ready for each kind of script. */
  sparesPerKind?: number;
}) {
  const { folders, python } = options;
  const libraries = {
    collectors: pathToFileURL(`${folders.collectorLibraries}/`).href,
    user: pathToFileURL(`${folders.userLibraries}/`).href,
  };
  const { memoryMb, cpuSeconds } = defaultLimits;
  const pool = createHostPool<HostKind>({
    commandFor: (kind) => hostCommand(kind, folders, { memoryMb, cpuSeconds, python }),
    sparesPerKind: options.sparesPerKind ?? 1,
  });

  async function takeHost(language: ScriptLanguage): Promise<HostProcess> {
    if (language !== 'python') return pool.take('node');
    return pool.take('python').catch(() => {
      throw pythonMissing(python);
    });
  }

  /** Loads a script and gives what it says from then on; whatever ends the loop ends the process. */
  async function* converse(
    order: Omit<RunOrder, 'params'> & Pick<CallOrder, 'services'>,
    limits: ScriptLimits,
    /** False ends the conversation. */
    afterLoad: (loaded: LoadedScript, host: HostProcess) => Promise<boolean>,
    afterCall?: (returned: ReturnType<typeof readFrame.returned>, take: (id: number) => Buffer) => void,
  ): AsyncGenerator<Frame> {
    const host = await takeHost(order.script.language);
    const watch = createRunWatch(host, { ...order, limits });
    const fetches = createScriptFetch({ fetch: options.fetch, send: host.send });
    const asks = createScriptAsks({ services: order.services, send: host.send });
    const reads = createScriptReads({ reader: order.reader, send: host.send });
    const progress = order.onProgress ?? (() => {});
    let loaded = false;
    let unanswered = 0;
    /** A script that asks and asks without reading the answers must not fill our memory with them. */
    const answer = (work: Promise<void>) => {
      unanswered += 1;
      if (unanswered > maxUnanswered)
        throw overLimit({ zh: '未读的请求', en: 'requests that it does not read' });
      const done = () => {
        unanswered -= 1;
      };
      work.then(done, done);
    };
    try {
      await host.send(encodeJson('load', { ...order.script, libraries }));
      for await (const frame of host.frames) {
        if (frame.kind === 'loaded') {
          if (loaded) throw wrongFrame('a second "loaded"');
          loaded = true;
          if (!(await afterLoad(readFrame.loaded(frame), host))) return;
        } else if (frame.kind === 'log') watch.log(readFrame.log(frame));
        else if (frame.kind === 'progress') progress(percentOf(readFrame.progress(frame)));
        else if (frame.kind === 'fetch') answer(fetches.start(readFrame.fetch(frame)));
        else if (frame.kind === 'pull') answer(fetches.pull(readFrame.id(frame)));
        else if (frame.kind === 'unfetch') fetches.stop(readFrame.id(frame));
        else if (frame.kind === 'read') answer(reads.start(readFrame.readOrder(frame)));
        else if (frame.kind === 'next') answer(reads.next(readFrame.id(frame)));
        else if (frame.kind === 'unread') reads.stop(readFrame.id(frame));
        else if (frame.kind === 'state') order.onState?.(readFrame.state(frame));
        else if (frame.kind === 'blob') asks.gather(frame);
        else if (frame.kind === 'ask') answer(asks.start(readFrame.ask(frame)));
        else if (frame.kind === 'failed') throw failedReading(readFrame.failure(frame), reads.textOf);
        else if (frame.kind === 'rows' || frame.kind === 'done') yield frame;
        else if (frame.kind === 'returned') afterCall?.(readFrame.returned(frame), asks.take);
        if (frame.kind === 'done' || frame.kind === 'returned') return;
      }
      const { code, signal } = await host.exited;
      throw endedByItself(code, signal);
    } catch (error) {
      throw watch.reason() ?? (error instanceof RangeError ? wrongFrame(error.message) : error);
    } finally {
      watch.end();
      fetches.stopAll();
      reads.stopAll();
      host.kill();
      await host.exited;
      await watch.printed;
    }
  }

  return {
    /** Loads a script without running it. Rejects with a `ScriptError` that names the line when it does not load. */
    async describe(script: ScriptSource): Promise<LoadedScript> {
      let loaded: LoadedScript = nothingLoaded;
      const remember = async (found: LoadedScript) => {
        loaded = found;
        return false;
      };
      for await (const _ of converse({ script }, loadLimits, remember)) break;
      return loaded;
    },

    /**
     * Runs a script and gives its rows as they come, at the consumer's pace. Leaving the loop ends the script.
     * Throws a `ScriptError`; it was cancelled when `signal` aborted.
     */
    async *run(order: RunOrder): AsyncGenerator<RowsFrame> {
      const limits = { ...defaultLimits, ...order.limits };
      const { params, config = {} } = order;
      const state = order.state == null ? null : (JSON.parse(order.state) as unknown);
      const start = async (_loaded: LoadedScript, host: HostProcess) => {
        await host.send(encodeJson('run', { params, config, state }));
        return true;
      };
      for await (const frame of converse(order, limits, start)) {
        if (frame.kind === 'rows') yield readFrame.rows(frame);
      }
    },

    /** Calls one function of an extension. Throws a `ScriptError`; it was cancelled when `signal` aborted. */
    async call(order: CallOrder): Promise<CallOutcome> {
      const outcome: CallOutcome = { loaded: nothingLoaded, called: false, value: null, content: null };
      const start = async (loaded: LoadedScript, host: HostProcess) => {
        outcome.loaded = loaded;
        const names = [order.function, camelCase(order.function)];
        const name = names.find((one) => loaded.functions.includes(one));
        if (name === undefined) return false;
        await sendCall(host, order, name);
        return true;
      };
      const limits = { ...defaultLimits, ...order.limits };
      const end = converse(order, limits, start, ({ value, blob }, take) => {
        Object.assign(outcome, { called: true, value, content: blob === null ? null : take(blob) });
      });
      for await (const frame of end) throw wrongFrame(frame.kind);
      return outcome;
    },

    close: () => pool.close(),
  };
}

export type ScriptRuntime = ReturnType<typeof createScriptRuntime>;

/** `get_query_form` → `getQueryForm`. */
function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

async function sendCall(host: HostProcess, order: CallOrder, name: string): Promise<void> {
  const { params = {}, config = {}, files = [] } = order;
  for (const [id, { content }] of files.entries()) await sendBlob(host.send, id, content);
  const named = files.map(({ content: _, ...file }) => file);
  await host.send(encodeJson('call', { function: name, params, config, files: named }));
}

function percentOf(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
