import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../server/src/config.ts';
import { rowsOfFrame } from '../server/src/features/scripts/runtime/frames.ts';
import { ScriptError } from '../server/src/features/scripts/runtime/script-error.ts';
import {
  createScriptRuntime,
  type ScriptRuntime,
} from '../server/src/features/scripts/runtime/script-runtime.ts';
import {
  checkDescription,
  type ScriptDescription,
} from '../server/src/features/scripts/script-description.ts';
import { readParams } from '../server/src/features/scripts/script-params.ts';
import { createEgress } from '../server/src/platform/egress/egress.ts';
import { type CommandLine, readCommandLine, UsageError } from './run-script/command-line.ts';
import { allScripts, type FoundScript, findScript, placeOf } from './run-script/find-script.ts';
import { plainValue, tableOf } from './run-script/rows-as-text.ts';

const usage = `Usage: npm run --silent script -- <id or path> [--parameter value …]
  --help             the script's parameters; without a script, all scripts
  --json             every row as a line of JSON, in place of a table
  --rows 20          rows that the table shows
  --timeout 300      seconds that the script may take`;
const shipped = join(import.meta.dirname, '../collectors');
const language = /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh' : 'en';
const exitCodes = { done: 0, failed: 1, usage: 2, stopped: 130 };
const note = (line: string) => process.stderr.write(`${line}\n`);

async function describe(runtime: ScriptRuntime, script: FoundScript): Promise<ScriptDescription> {
  const loaded = await runtime.describe(script);
  const checked = checkDescription(loaded, placeOf(script, loaded));
  if ('problem' in checked) throw new UsageError(`${script.path}: ${checked.problem}`);
  return checked.description;
}

function helpOf({ id, name, description, parameters, table }: ScriptDescription): string {
  const lines = parameters.map((one) => {
    const kind = one.options ? one.options.join(' | ') : one.type;
    const given = one.required ? 'required' : one.default === null ? 'optional' : `default ${one.default}`;
    return `  --${one.name.padEnd(16)} ${kind}, ${given}\n${' '.repeat(21)}${one.description}`;
  });
  const key = table.key ? `key ${table.key.join(', ')}` : 'no key: rows are told apart by a hash';
  return [`${id} · ${name}`, description, '', ...lines, '', `Table ${table.name}, ${key}`].join('\n');
}

async function print(
  runtime: ScriptRuntime,
  script: FoundScript,
  params: Record<string, unknown>,
  { json, rows: most, timeoutSeconds }: CommandLine,
  signal: AbortSignal,
): Promise<void> {
  const kept: Record<string, unknown>[] = [];
  let count = 0;
  let percent = 0;
  const onProgress = (now: number) => {
    if (now - percent >= 1) note(`${Math.round(now)} %`);
    percent = now - percent >= 1 ? now : percent;
  };
  const limits = { timeoutMs: timeoutSeconds * 1000 };
  for await (const frame of runtime.run({
    script,
    params,
    limits,
    signal,
    onProgress,
    onLog: note,
  })) {
    const { columns } = frame;
    for (const values of rowsOfFrame(frame)) {
      count += 1;
      if (!json && kept.length >= most) continue;
      const row = Object.fromEntries(columns.map((name, at) => [name, plainValue(values[at])]));
      if (json) process.stdout.write(`${JSON.stringify(row)}\n`);
      else kept.push(row);
    }
  }
  if (kept.length > 0) process.stdout.write(`${tableOf(kept)}\n`);
  note(kept.length < count && !json ? `${count} rows, the first ${kept.length} shown` : `${count} rows`);
}

async function work(runtime: ScriptRuntime, roots: readonly string[], signal: AbortSignal): Promise<void> {
  const [target = '--help', ...words] = process.argv.slice(2);
  if (target.startsWith('--')) {
    const list = (await allScripts(roots)).map(({ id, path }) => `  ${id.padEnd(30)} ${path}`);
    process.stdout.write(`${usage}\n\n${list.join('\n')}\n`);
    if (process.argv[2] !== '--help') process.exitCode = exitCodes.usage;
    return;
  }
  const script = await findScript(target, roots, process.env.INIT_CWD ?? process.cwd());
  const description = await describe(runtime, script);
  const line = readCommandLine(
    words,
    description.parameters.map(({ name }) => name),
  );
  if (line.help) {
    process.stdout.write(`${helpOf(description)}\n`);
    return;
  }
  const { params, problems } = readParams(description.parameters, line.params);
  if (problems.length > 0) throw new UsageError(problems.map(({ text }) => text[language]).join('\n'));
  await print(runtime, script, params, line, signal);
}

function report(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigError) {
    note(error.message);
    return exitCodes.usage;
  }
  if (!(error instanceof ScriptError)) throw error;
  const where = error.line === null ? '' : `line ${error.line}: `;
  note(`${where}${error.text[language]}`);
  return error.kind === 'cancelled' ? exitCodes.stopped : exitCodes.failed;
}

/** `npm run script`: runs one script as the product would and prints its rows; nothing is stored. */
async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  // A reader such as `head` that has enough ends the run, not in error.
  process.stdout.on('error', () => process.exit(exitCodes.done));
  const folder = await mkdtemp(join(tmpdir(), 'sextant-script-'));
  let close = async () => {};
  try {
    const { dataDir, egress: mode, python } = readConfig();
    const egress = createEgress(mode);
    const userRoot = join(dataDir, 'scripts');
    const folders = {
      work: folder,
      collectorLibraries: join(shipped, 'lib'),
      userLibraries: join(userRoot, 'lib'),
    };
    const runtime = createScriptRuntime({ fetch: egress.fetchWith(), python, folders, sparesPerKind: 0 });
    close = async () => {
      await runtime.close();
      await egress.close();
    };
    await work(runtime, [shipped, userRoot], stopping.signal);
  } catch (error) {
    process.exitCode = report(error);
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
