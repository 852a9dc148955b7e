import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { detectLanguage } from '@sextant/ask/normalize';
import type { GoldenVerdict } from '@sextant/contract/golden-questions';
import { composeAsk } from '../../server/src/compose/ask.ts';
import { composePeople } from '../../server/src/compose/people.ts';
import { createPlatform } from '../../server/src/compose/platform.ts';
import type { Config } from '../../server/src/config.ts';
import { createGoldenRun } from '../../server/src/features/golden-runs/golden-run.ts';
import {
  createGoldenRunsRepository,
  type GoldenRunRow,
} from '../../server/src/features/golden-runs/golden-runs.repository.ts';
import { comparisonOf, type EvalRun, reportOf } from './eval-run.ts';
import { EvaluationError } from './evaluation-error.ts';

interface Options {
  connection: string;
  model: string;
  /** Numbers of runs to compare; without the second, with the newest. */
  compare: string[];
  signal: AbortSignal;
  print: (text: string) => void;
}

type Runs = ReturnType<typeof createGoldenRunsRepository>;

function chosen<T extends { id: string; name: string }>(kind: string, given: string, all: readonly T[]): T {
  const byId = all.find(({ id }) => id === given);
  const [byName, another] = all.filter(({ name }) => name.toLowerCase() === given.toLowerCase());
  if (byId ?? (byName && !another)) return (byId ?? byName) as T;
  const known = all.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new EvaluationError(
    another
      ? `Several ${kind}s are called "${given}"; give the id:\n${known}`
      : `There is no ${kind} "${given}". Known are:\n${known || '  (none)'}`,
  );
}

async function runOf(runs: Runs, row: GoldenRunRow, name: string): Promise<EvalRun> {
  const outcomes = (await runs.outcomes(row.id)).map((one) => ({
    id: one.question_id,
    question: one.question,
    class: one.class,
    difficulty: '',
    language: detectLanguage(one.question),
    verdict: one.verdict as GoldenVerdict,
    sql: one.sql,
    message: one.message,
    milliseconds: one.milliseconds,
  }));
  return { name, model: row.model, created_at: `${row.created_at} (#${row.number})`, outcomes };
}

async function numbered(runs: Runs, connectionId: string, text: string): Promise<GoldenRunRow> {
  const { rows } = await runs.list(connectionId, { limit: 1000, offset: 0 });
  const found = rows.find(({ number, id }) => String(number) === text.replace(/^#/, '') || id === text);
  if (found) return found;
  const known = rows.map(({ number }) => `#${number}`).join(', ');
  throw new EvaluationError(`There is no run "${text}" of this connection; kept are ${known || 'none'}`);
}

function requireData({ databaseUrl, dataDir }: Config): void {
  if (databaseUrl !== null || existsSync(join(dataDir, 'sextant.sqlite'))) return;
  throw new EvaluationError(
    `No Sextant has kept anything in ${dataDir}. Give its data folder with --data, or set SEXTANT_DATABASE_URL.`,
  );
}

/**
 * Asks the golden questions of a connection as the product does, and keeps the run beside those of the product. Works
 * next to a running server. Returns how many questions broke.
 */
export async function evaluateConnection(config: Config, options: Options): Promise<number> {
  requireData(config);
  const platform = await createPlatform({ ...config, logLevel: 'silent' });
  const people = composePeople(platform);
  const ask = composeAsk(platform, people);
  try {
    const adminId = await people.users.owners.firstAdminId();
    const principal = adminId === null ? null : await people.users.owners.principalOf(adminId);
    if (!principal) throw new EvaluationError('There is no administrator yet; start the product once first.');
    const connection = chosen(
      'connection',
      options.connection,
      await ask.connections.service.list(principal),
    );
    const runs = createGoldenRunsRepository(platform.db);
    if (options.compare.length > 0) return await compare(runs, connection, options);
    const models = await ask.models.list(principal);
    const builtin = { id: 'builtin', name: 'builtin', model_id: 'builtin' };
    const model = chosen('model', options.model, [builtin, ...models.rows]);
    const questions = ask.knowledge.goldenQuestions.all;
    const { length: count } = await questions(connection.id);
    if (count === 0)
      throw new EvaluationError(
        `"${connection.name}" has no golden question; add some under Knowledge › Golden questions.`,
      );
    const previous = await runs.previous(connection.id, model.id);
    const run = await runs.add({
      connection_id: connection.id,
      execution_id: null,
      model_id: model.id,
      model: model.model_id,
      reason: 'manual',
      status: 'running',
      started_by: principal.username,
      previous_id: previous?.id ?? null,
    });
    const runner = createGoldenRun({
      runs,
      questions,
      askOnce: ask.ask.askOnce,
      queries: ask.workbench.service,
    });
    try {
      await runner(run, principal, connection, {
        signal: options.signal,
        progress: () => undefined,
        log: () => undefined,
      });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await runs.update(run.id, { status: 'failed', ended_at: new Date().toISOString(), error: message });
      throw error;
    }
    const after = await runOf(runs, run, connection.name);
    options.print(reportOf(after));
    if (!previous) return 0;
    const { text, broken } = comparisonOf(await runOf(runs, previous, connection.name), after);
    options.print(`\n${text}`);
    return broken;
  } finally {
    await ask.stop();
    await ask.close();
    people.stop();
    await platform.close();
  }
}

async function compare(
  runs: Runs,
  connection: { id: string; name: string },
  { compare: [first = '', second], print }: Options,
): Promise<number> {
  const before = await numbered(runs, connection.id, first);
  const latest =
    second === undefined ? await runs.latest(connection.id) : await numbered(runs, connection.id, second);
  if (!latest) throw new EvaluationError('There is no finished run to compare with');
  const { text, broken } = comparisonOf(
    await runOf(runs, before, connection.name),
    await runOf(runs, latest, connection.name),
  );
  print(text);
  return broken;
}
