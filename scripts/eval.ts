import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type PreparedCatalog, type PrepareOptions, prepareCatalog } from '@sextant/ask/catalog-index';
import { compile } from '@sextant/ask/compile';
import { interpret } from '@sextant/ask/interpret';
import type { ValueIndex } from '@sextant/ask/value-index';
import { readSqliteSource } from './eval/sqlite-source.ts';

interface Question {
  id: string;
  db: string;
  question: string;
  evidence?: string;
  now?: string;
}

interface Prediction {
  id: string;
  sql: string | null;
  abstain: boolean;
  clarification?: string;
  reason?: string;
  ms: number;
}

interface Source {
  prepared: PreparedCatalog;
  values: ValueIndex;
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/** npm runs scripts in the project's folder; paths are meant from where the person typed them. */
function locate(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function readQuestions(files: string): Question[] {
  return files
    .split(',')
    .map(locate)
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line): Question => JSON.parse(line));
}

function readNotes(folder: string | undefined, database: string): PrepareOptions['notes'] {
  if (!folder) return undefined;
  const file = path.join(folder, `${path.basename(database, path.extname(database))}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')).tables;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    return fail(`Cannot read the notes ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Notes belong to a database by their `db` field: a database of another folder with the same name has none. */
function notesFor(folder: string | undefined, database: string): PrepareOptions['notes'] {
  if (!folder) return undefined;
  const file = path.join(folder, `${path.basename(database, path.extname(database))}.json`);
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8')).db;
    if (typeof owner === 'string' && owner !== database) return undefined;
  } catch {
    return undefined;
  }
  return readNotes(folder, database);
}

function answer(question: Question, source: Source): Prediction {
  const start = performance.now();
  const now = question.now ?? new Date().toISOString().slice(0, 19);
  const read = interpret({
    question: question.question,
    now: now.length === 10 ? now.concat('T12:00:00') : now,
    prepared: source.prepared,
    values: source.values,
    evidence: question.evidence,
  });
  const ms = () => Math.round((performance.now() - start) * 100) / 100;
  if (read.kind === 'query')
    return { id: question.id, sql: compile(read.query, 'sqlite'), abstain: false, ms: ms() };
  if (read.kind === 'clarify')
    return {
      id: question.id,
      sql: null,
      abstain: true,
      clarification: `${read.question} ${read.choices.map((choice) => choice.label).join(' | ')}`,
      ms: ms(),
    };
  return { id: question.id, sql: null, abstain: true, reason: read.message, ms: ms() };
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      questions: { type: 'string' },
      'db-root': { type: 'string' },
      notes: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string', default: 'builtin' },
    },
  });
  if (!options.questions || !options['db-root'] || !options.out)
    fail(
      'Usage: npm run --silent eval -- --questions F.jsonl[,G.jsonl] --db-root <folder> [--notes <folder>] --out preds.jsonl [--model <id>]',
    );
  if (options.model !== 'builtin')
    fail(`The model "${options.model}" needs the server's model settings; only "builtin" runs from here.`);
  const sources = new Map<string, Source>();
  const predictions: Prediction[] = [];
  for (const question of readQuestions(options.questions)) {
    let source = sources.get(question.db);
    if (!source) {
      const { catalog, values } = await readSqliteSource(path.join(locate(options['db-root']), question.db));
      source = {
        prepared: prepareCatalog(catalog, {
          notes: notesFor(options.notes && locate(options.notes), question.db),
        }),
        values,
      };
      sources.set(question.db, source);
    }
    predictions.push(answer(question, source));
  }
  writeFileSync(
    locate(options.out),
    predictions.map((prediction) => JSON.stringify(prediction).concat('\n')).join(''),
  );
}

await main();
