import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '../server/src/config.ts';
import { AppError } from '../server/src/platform/errors/app-error.ts';
import { evaluateConnection } from './eval/connection-run.ts';
import { EvaluationError } from './eval/evaluation-error.ts';
import { locate, predict } from './eval/predict.ts';
import { compareFiles, evaluateSet } from './eval/set-run.ts';

const usage = `Measures answers. Three uses:

  npm run eval -- --connection <id or name> [--model <id or name>] [--data <folder>]
      asks the golden questions of a connection as the product does and keeps the run beside those of the
      product; works next to a running server. With --compare <run> [<run>] (numbers as the page shows them)
      it only says what the second, or the newest, fixed and broke.

  npm run eval -- --set <folder> [--runs <folder>]
      asks the *.jsonl questions of a folder over the SQLite files in it and keeps the run as a file, by
      default in <folder>/runs. With --compare <file> [<file>] it only compares two of these.

  npm run --silent eval -- --questions F.jsonl[,G.jsonl] --db-root <folder> [--notes <folder>] --out preds.jsonl
      writes the SQL of the built-in engine for a scorer.

  --model     builtin (the default), or a model of the product, for --connection
  --data      the data folder; else SEXTANT_DATA_DIR or SEXTANT_DATABASE_URL of the environment or .env

Exit code: 0 when nothing broke, 1 when questions that were right before are not any more, 2 when it cannot run.`;

const exitCodes = { fine: 0, broken: 1, cannot: 2 };
const print = (text: string) => process.stdout.write(`${text}\n`);

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      questions: { type: 'string' },
      'db-root': { type: 'string' },
      notes: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string', default: 'builtin' },
      connection: { type: 'string' },
      data: { type: 'string' },
      set: { type: 'string' },
      runs: { type: 'string' },
      compare: { type: 'string' },
    },
  });
  const compare = values.compare === undefined ? [] : [values.compare, ...positionals];
  if (compare.length > 2 || (compare.length === 0 && positionals.length > 0))
    throw new EvaluationError(`"${positionals.at(-1)}" is not expected here.\n\n${usage}`);
  return { ...values, compare };
}

type Options = ReturnType<typeof readOptions>;

function onlyBuiltin(model: string): void {
  if (model === 'builtin') return;
  throw new EvaluationError(
    `The model "${model}" needs the server's model settings; use --connection, or "builtin" here.`,
  );
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  const { connection, set, compare, model, notes } = options;
  if (connection !== undefined) {
    const { data } = options;
    const environment = data === undefined ? process.env : { ...process.env, SEXTANT_DATA_DIR: locate(data) };
    return evaluateConnection(readConfig(environment), { connection, model, compare, signal, print });
  }
  onlyBuiltin(model);
  if (set !== undefined) {
    const folder = locate(set);
    const runs = options.runs === undefined ? undefined : locate(options.runs);
    if (compare.length > 0) return compareFiles(folder, runs, compare, print);
    return evaluateSet(folder, { runs, notes: notes && locate(notes), print });
  }
  const { questions, out } = options;
  const databaseRoot = options['db-root'];
  if (!questions || !databaseRoot || !out) throw new EvaluationError(usage);
  await predict({ questions, databaseRoot, notes, out });
  return 0;
}

function isExpected(error: unknown): error is Error {
  const misused = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE');
  return (
    misused || error instanceof EvaluationError || error instanceof ConfigError || error instanceof AppError
  );
}

/** `npm run eval`: see `usage`. */
async function main(): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  try {
    const options = readOptions();
    if (options.help) {
      print(usage);
      return;
    }
    process.exitCode = (await run(options, stopping.signal)) > 0 ? exitCodes.broken : exitCodes.fine;
  } catch (error) {
    const message = isExpected(error) ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(stopping.signal.aborted ? 'Stopped before the end\n' : `${message}\n`);
    process.exitCode = exitCodes.cannot;
  }
}

await main();
