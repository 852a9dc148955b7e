import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type PreparedCatalog, type PrepareOptions, prepareCatalog } from '@sextant/ask/catalog-index';
import { compile } from '@sextant/ask/compile';
import { interpret } from '@sextant/ask/interpret';
import type { ValueIndex } from '@sextant/ask/value-index';
import { EvaluationError } from './evaluation-error.ts';
import { readSqliteSource } from './sqlite-source.ts';

export interface Question {
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

/** npm runs scripts in the project's folder; paths are meant from where the person typed them. */
export function locate(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function readQuestion(line: string, place: string): Question {
  try {
    return JSON.parse(line);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EvaluationError(`${place} is no JSON object: ${reason}`);
  }
}

/** The questions of one or more files with a JSON object per line. */
export function readQuestions(files: string): Question[] {
  return files
    .split(',')
    .map(locate)
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line, index) => ({ line, place: `Line ${index + 1} of ${file}` })),
    )
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => readQuestion(line, place));
}

function readNotes(folder: string | undefined, database: string): PrepareOptions['notes'] {
  if (!folder) return undefined;
  const file = path.join(folder, `${path.basename(database, path.extname(database))}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')).tables;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new EvaluationError(
      `Cannot read the notes ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
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

/** What the built-in engine makes of one question. */
export function answer(question: Question, source: Source): Prediction {
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

/** Opens the databases of questions, each once. */
export function openSources(databaseRoot: string, notes: string | undefined) {
  const sources = new Map<string, Source>();
  return async (database: string): Promise<Source> => {
    const known = sources.get(database);
    if (known) return known;
    const { catalog, values } = await readSqliteSource(path.join(databaseRoot, database));
    const prepared = prepareCatalog(catalog, { notes: notesFor(notes, database) });
    const source = { prepared, values };
    sources.set(database, source);
    return source;
  };
}

/** Writes what the built-in engine makes of questions over SQLite files, one line each, for a scorer. */
export async function predict(options: {
  questions: string;
  databaseRoot: string;
  notes: string | undefined;
  out: string;
}): Promise<void> {
  const sourceOf = openSources(locate(options.databaseRoot), options.notes && locate(options.notes));
  const predictions: Prediction[] = [];
  for (const question of readQuestions(options.questions))
    predictions.push(answer(question, await sourceOf(question.db)));
  writeFileSync(
    locate(options.out),
    predictions.map((prediction) => JSON.stringify(prediction).concat('\n')).join(''),
  );
}
