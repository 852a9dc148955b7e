import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { detectLanguage } from '@sextant/ask/normalize';
import { sameRows } from '@sextant/ask/same-rows';
import type { GoldenVerdict } from '@sextant/contract/golden-questions';
import { comparisonOf, type EvalOutcome, type EvalRun, reportOf } from './eval-run.ts';
import { EvaluationError } from './evaluation-error.ts';
import { answer, openSources, type Question, readQuestions } from './predict.ts';

interface JudgedQuestion extends Question {
  gold: string[];
  answerable?: boolean;
  ordered?: boolean;
  class?: string;
  difficulty?: string;
  lang?: string;
}

type Print = (text: string) => void;

const folders = ['.', 'questions'];

/** The files of questions in a folder or its `questions`. */
function questionFiles(folder: string): string[] {
  const found = folders
    .map((name) => path.join(folder, name))
    .filter((name) => existsSync(name))
    .flatMap((name) => readdirSync(name).map((file) => path.join(name, file)))
    .filter((file) => file.endsWith('.jsonl'));
  if (found.length === 0)
    throw new EvaluationError(`There are no questions (*.jsonl) in ${folder} or in its folder "questions"`);
  return found.sort();
}

/** Databases are named relative to the set, or to its folder `db`. */
function databaseRoot(folder: string): string {
  const root = path.join(folder, 'db');
  return existsSync(root) ? root : folder;
}

function rowsOf(database: DatabaseSync, sql: string) {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement.all() as unknown as Parameters<typeof sameRows>[0];
}

function judge(
  database: DatabaseSync,
  question: JudgedQuestion,
  sql: string | null,
): [GoldenVerdict, string | null] {
  const { gold, answerable = gold.length > 0, ordered = false } = question;
  if (sql === null) return [answerable ? 'silent' : 'right_silent', null];
  if (!answerable) return ['wrong_answered', null];
  let expected: ReturnType<typeof rowsOf>[];
  try {
    expected = gold.map((one) => rowsOf(database, one));
  } catch (error) {
    return ['failed', error instanceof Error ? error.message : String(error)];
  }
  try {
    const found = rowsOf(database, sql);
    return [expected.some((rows) => sameRows(rows, found, ordered)) ? 'right' : 'wrong', null];
  } catch (error) {
    return ['wrong', error instanceof Error ? error.message : String(error)];
  }
}

/** Asks the questions of a folder and keeps the run. Returns how many broke against the run before. */
export async function evaluateSet(
  folder: string,
  options: { runs: string | undefined; notes: string | undefined; print: Print },
): Promise<number> {
  const root = databaseRoot(folder);
  const sourceOf = openSources(root, options.notes);
  const outcomes: EvalOutcome[] = [];
  for (const question of readQuestions(questionFiles(folder).join(',')) as JudgedQuestion[]) {
    const file = path.join(root, question.db);
    if (!existsSync(file)) throw new EvaluationError(`${question.id} is about ${file}, which is not there`);
    const { sql, reason, clarification, ms } = answer(question, await sourceOf(question.db));
    const database = new DatabaseSync(file, { readOnly: true });
    const [verdict, problem] = judge(database, question, sql);
    database.close();
    const { id, question: text, class: name = '', difficulty = '', lang } = question;
    const message = problem ?? reason ?? clarification ?? null;
    const language = lang ?? detectLanguage(text);
    outcomes.push({
      id,
      question: text,
      class: name,
      difficulty,
      language,
      verdict,
      sql,
      message,
      milliseconds: ms,
    });
  }
  const run: EvalRun = {
    name: path.basename(folder),
    model: 'builtin',
    created_at: new Date().toISOString(),
    outcomes,
  };
  const kept = options.runs ?? path.join(folder, 'runs');
  const before = runFiles(kept).at(-1);
  options.print(reportOf(run));
  options.print(`\nKept as ${keep(kept, run)}`);
  if (!before) return 0;
  const { text, broken } = comparisonOf(readRun(before), run);
  options.print(`\n${text}`);
  return broken;
}

function runFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => path.join(folder, name));
}

function keep(folder: string, run: EvalRun): string {
  const file = path.join(folder, `${run.created_at.replace(/[:.]/g, '-')}.json`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`);
  } catch (error) {
    throw new EvaluationError(
      `The run cannot be kept in ${folder} (${String(error)}); name another folder with --runs`,
    );
  }
  return file;
}

function readRun(file: string): EvalRun {
  try {
    const run: EvalRun = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(run.outcomes)) return run;
  } catch (error) {
    throw new EvaluationError(
      `The run ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  throw new EvaluationError(`${file} is no run of an evaluation`);
}

/** Compares two kept runs of a set, or one with the newest. Returns how many questions broke. */
export function compareFiles(
  folder: string,
  runs: string | undefined,
  [first = '', second]: string[],
  print: Print,
): number {
  const kept = runFiles(runs ?? path.join(folder, 'runs'));
  const fileOf = (given: string) =>
    kept.find((file) => path.basename(file).startsWith(given)) ??
    path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const last = second === undefined ? kept.at(-1) : fileOf(second);
  if (!last) throw new EvaluationError(`No run of ${folder} is kept yet`);
  const { text, broken } = comparisonOf(readRun(fileOf(first)), readRun(last));
  print(text);
  return broken;
}
