import { readFile } from 'node:fs/promises';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { compile } from '@sextant/ask/compile';
import type { Interpretation } from '@sextant/ask/interpretation';
import { sameRows } from '@sextant/ask/same-rows';
import type { SemanticQuery } from '@sextant/ask/semantic-query';

/** The day that the golden questions are asked on; the shop is made up to it. */
export const goldenDay = '2026-09-16';

/** Where the questions of a language are kept. */
export function goldenFile(language: 'zh' | 'en'): URL {
  return new URL(`../../packages/ask/golden/shop.${language}.jsonl`, import.meta.url);
}

export interface GoldenQuestion {
  id: string;
  question: string;
  /** SQL for SQLite; any of them counts as right. Empty when the right answer is none. */
  gold: string[];
  answerable: boolean;
  ordered: boolean;
  /** The question before, for follow-ups. */
  previous?: string;
}

export interface GoldenOutcome {
  question: GoldenQuestion;
  outcome: 'right' | 'wrong' | 'silent';
  sql: string | null;
  /** What was said instead of an answer, or why the SQL could not run. */
  message: string | null;
}

export interface GoldenScore {
  asked: number;
  /** Right answers over answerable questions, 0–1. */
  accuracy: number;
  /** Right answers over all answers given, 0–1. */
  precision: number;
  outcomes: GoldenOutcome[];
}

/** Understands one question on the golden day, after the one before it. */
export type Understand = (question: string, previous: SemanticQuery | null) => Interpretation;

function parseQuestion(line: string): GoldenQuestion {
  const {
    id,
    question,
    gold,
    answerable = true,
    ordered = false,
    previous,
  }: Partial<GoldenQuestion> = JSON.parse(line);
  if (typeof id !== 'string' || typeof question !== 'string' || !Array.isArray(gold)) {
    throw new Error(`A golden question needs id, question and gold: ${line.slice(0, 200)}`);
  }
  if (answerable !== gold.length > 0) throw new Error(`${id} needs gold SQL exactly when it is answerable`);
  return { id, question, gold, answerable, ordered, previous };
}

/** Reads a file of golden questions, one JSON object per line. Throws with the line that is not valid. */
export async function readGoldenQuestions(path: string | URL): Promise<GoldenQuestion[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map(parseQuestion);
}

function rowsOf(shop: DatabaseSync, sql: string): SQLOutputValue[][] {
  const statement = shop.prepare(sql);
  statement.setReturnArrays(true);
  return statement.all() as unknown as SQLOutputValue[][];
}

function judge(shop: DatabaseSync, question: GoldenQuestion, said: Interpretation): GoldenOutcome {
  if (said.kind !== 'query') {
    const message =
      said.kind === 'clarify' ? said.question : `${said.message} [${said.unexplained.join(', ')}]`;
    return { question, outcome: 'silent', sql: null, message };
  }
  let sql: string | null = null;
  try {
    sql = compile(said.query, 'sqlite');
    const found = rowsOf(shop, sql);
    const right = question.gold.some((gold) => sameRows(rowsOf(shop, gold), found, question.ordered));
    return { question, outcome: right ? 'right' : 'wrong', sql, message: null };
  } catch (error) {
    return {
      question,
      outcome: 'wrong',
      sql,
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Asks every question of the shop and compares what comes back with the rows of the gold SQL. */
export function runGolden(
  shop: DatabaseSync,
  questions: GoldenQuestion[],
  understand: Understand,
): GoldenScore {
  const queries = new Map<string, SemanticQuery>();
  const outcomes = questions.map((question): GoldenOutcome => {
    const previous = question.previous === undefined ? null : (queries.get(question.previous) ?? null);
    try {
      const said = understand(question.question, previous);
      if (said.kind === 'query') queries.set(question.id, said.query);
      return judge(shop, question, said);
    } catch (error) {
      return {
        question,
        outcome: 'wrong',
        sql: null,
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      };
    }
  });
  const right = outcomes.filter((one) => one.outcome === 'right').length;
  const answerable = questions.filter((one) => one.answerable).length;
  const answered = outcomes.filter((one) => one.outcome !== 'silent').length;
  return {
    asked: questions.length,
    accuracy: right / answerable,
    precision: answered === 0 ? 1 : right / answered,
    outcomes,
  };
}
