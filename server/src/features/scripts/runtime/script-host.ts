// The program of a TypeScript or JavaScript script's process. It runs one script and ends; Node's permission model
// leaves it no files but its libraries and its working folder, no network, no processes.
import { writeSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { inspect } from 'node:util';
import { closeDoors } from './close-doors.ts';
import { createFrameReader, decodeJson, encodeJson, type Frame, type ScriptFailure } from './frames.ts';
import { createHostExtension, functionNames } from './host-extension.ts';
import { createHostFetch } from './host-fetch.ts';
import { createHostReads } from './host-reads.ts';
import { createRowFrames, RowError } from './row-frames.ts';

interface LoadOrder {
  id: string;
  language: 'typescript' | 'javascript';
  source: string;
  /** Folders in which `@sextant/collectors/…` and `lib/…` are found, as file URLs with a final slash. */
  libraries: { collectors: string; user: string };
}

const frameFd = 3;
const stopping = new AbortController();
let script: Record<string, unknown> = {};
let scriptUrl = '';

/** Blocks while the server has not read what was sent before: that is the script's backpressure. */
function send(frame: Buffer): void {
  for (let at = 0; at < frame.length; ) at += writeSync(frameFd, frame, at);
}

const hostFetch = createHostFetch((kind, value) => send(encodeJson(kind, value)));

const hostReads = createHostReads((kind, value) => send(encodeJson(kind, value)));

const hostExtension = createHostExtension(send);

function captureConsole(): void {
  const log = (...values: unknown[]) =>
    send(
      encodeJson(
        'log',
        values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
      ),
    );
  Object.assign(console, { log, info: log, debug: log, warn: log, error: log });
}

function resolveLibrary(specifier: string, libraries: LoadOrder['libraries']): string | null {
  if (specifier.startsWith('@sextant/collectors/')) {
    const name = specifier.slice('@sextant/collectors/'.length);
    return new URL(`${name}.ts`, libraries.collectors).href;
  }
  return specifier.startsWith('lib/') ? new URL(specifier.slice(4), libraries.user).href : null;
}

async function load({ id, language, source, libraries }: LoadOrder): Promise<void> {
  scriptUrl = `script:///${encodeURIComponent(id)}`;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === scriptUrl) return { url: scriptUrl, format: 'module', shortCircuit: true };
      const library = resolveLibrary(specifier, libraries);
      if (library !== null) return { url: library, shortCircuit: true };
      if (context.parentURL === scriptUrl && /^[./]/.test(specifier)) {
        throw new Error(
          `A script is one file: it cannot import ${specifier}. Put shared code into scripts/lib and import it as "lib/<file>"`,
        );
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      if (url !== scriptUrl) return next(url, context);
      const code =
        language === 'typescript' ? stripTypeScriptTypes(source, { sourceUrl: scriptUrl }) : source;
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
  const loaded = (await import(scriptUrl)) as Record<string, unknown>;
  script = loaded;
  const own = loaded.default;
  const description = typeof own === 'object' && own !== null ? own : null;
  send(
    encodeJson('loaded', {
      collector: description && { ...description, run: typeof (description as { run?: unknown }).run },
      functions: functionNames(loaded),
    }),
  );
}

const context = {
  progress: (percent: number) => send(encodeJson('progress', Number(percent))),
  log: (message: unknown) => send(encodeJson('log', String(message))),
  signal: stopping.signal,
  fetch: hostFetch.fetch,
  query: hostReads.query,
  inbox: hostReads.inbox,
  remember: (value: unknown) => send(encodeJson('state', value ?? null)),
};

async function run({ params, config, state }: Record<'params' | 'config' | 'state', unknown>): Promise<void> {
  const rows = createRowFrames(send);
  const collector = script.default as { run(params: unknown, context: unknown): unknown };
  const yielded = await collector.run(params, { ...context, config, state });
  if (isIterable(yielded)) for await (const one of yielded) rows.take(one);
  else if (yielded !== undefined && yielded !== null) rows.take(yielded);
  rows.flush();
  send(encodeJson('done', { rows: rows.count() }));
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value)
  );
}

/** A line of a stack that tells where the product is installed. */
const ownFrame = /\n +at [^\n]*(?:file:\/\/|node:|\/node_modules\/)[^\n]*/g;

function failureOf(error: unknown): ScriptFailure {
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  const message = error instanceof Error ? error.message : inspect(error);
  const at = stack?.match(/script:\/\/\/[^\s):]*:(\d+)/);
  return {
    message: message.slice(0, 10_000),
    line: at?.[1] === undefined ? null : Number(at[1]),
    stack: stack?.replaceAll(ownFrame, '').slice(0, 10_000) ?? null,
    ...(error instanceof RowError && error.failure),
  };
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    send(encodeJson('failed', failureOf(error)));
    process.exit(1);
  }
}

function receive(frame: Frame): void {
  if (frame.kind === 'load') void attempt(() => load(decodeJson<LoadOrder>(frame)));
  else if (frame.kind === 'run') void attempt(() => run(decodeJson(frame)));
  else if (frame.kind === 'call') void attempt(() => hostExtension.call(script, decodeJson(frame), context));
  else if (frame.kind === 'blob' || frame.kind === 'answer') hostExtension.receive(frame.kind, frame);
  else if (frame.kind === 'batch') hostReads.receive(frame);
  else if (frame.kind === 'abort') stopping.abort(new Error('The execution was stopped'));
  else hostFetch.receive(frame);
}

closeDoors();
captureConsole();
process.on('uncaughtException', (error) => {
  send(encodeJson('failed', failureOf(error)));
  process.exit(1);
});
const readFrames = createFrameReader();
process.stdin.on('data', (chunk: Buffer) => readFrames(chunk).forEach(receive));
process.stdin.on('end', () => process.exit(0));
send(encodeJson('ready', {}));
