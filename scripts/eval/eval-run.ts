import type { GoldenVerdict } from '@sextant/contract/golden-questions';
import { type JudgedQuestion, summarize } from '../../server/src/features/golden-runs/golden-figures.ts';

/** What one question of a run got. */
export interface EvalOutcome {
  id: string;
  question: string;
  class: string;
  difficulty: string;
  language: string;
  verdict: GoldenVerdict;
  sql: string | null;
  /** Why there is no answer, or what went wrong. */
  message: string | null;
  milliseconds: number;
}

/** A run as it is kept and compared. */
export interface EvalRun {
  name: string;
  model: string;
  created_at: string;
  outcomes: EvalOutcome[];
}

const mostReasons = 10;

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function judged(outcomes: readonly EvalOutcome[]): JudgedQuestion[] {
  return outcomes.map(({ id, question, class: name, verdict }) => ({
    questionId: id,
    question,
    class: name,
    verdict,
  }));
}

/** The median of how long the questions took. */
function median(outcomes: readonly EvalOutcome[]): number {
  const times = outcomes.map((one) => one.milliseconds).sort((left, right) => left - right);
  return times[Math.floor(times.length / 2)] ?? 0;
}

function line(label: string, outcomes: readonly EvalOutcome[]): string {
  const figures = summarize(judged(outcomes), new Map());
  return [
    label.padEnd(24),
    String(figures.questions).padStart(6),
    percent(figures.accuracy).padStart(10),
    percent(figures.answered).padStart(10),
    percent(figures.precision).padStart(11),
    `${median(outcomes).toFixed(0)} ms`.padStart(9),
  ].join('');
}

function groups(outcomes: readonly EvalOutcome[], of: 'class' | 'difficulty' | 'language'): string[] {
  const names = [...new Set(outcomes.map((one) => one[of]))].filter((name) => name !== '').sort();
  if (names.length < 2 && of !== 'language') return [];
  return names.map((name) =>
    line(
      `${of} ${name}`,
      outcomes.filter((one) => one[of] === name),
    ),
  );
}

/** The same reason for different words: what stands in quotes does not count. */
function reasonOf(message: string): string {
  return message.replace(/[“"「][^”"」]*[”"」]/g, '“…”').trim();
}

function reasons(outcomes: readonly EvalOutcome[]): string[] {
  const counts = new Map<string, { count: number; example: string }>();
  for (const { verdict, message, question } of outcomes) {
    if (verdict !== 'silent' || message === null) continue;
    const reason = reasonOf(message);
    const known = counts.get(reason) ?? { count: 0, example: question };
    counts.set(reason, { ...known, count: known.count + 1 });
  }
  const most = [...counts].sort(([, left], [, right]) => right.count - left.count).slice(0, mostReasons);
  if (most.length === 0) return [];
  return [
    '',
    'Reasons for silence',
    ...most.map(
      ([reason, { count, example }]) => `${String(count).padStart(4)} × ${reason}\n       ${example}`,
    ),
  ];
}

/** The figures of a run as text: in all, by class, difficulty and language, and why questions stayed unanswered. */
export function reportOf({ name, model, outcomes }: EvalRun): string {
  const head = `${''.padEnd(24)}${'asked'.padStart(6)}${'accuracy'.padStart(10)}${'answered'.padStart(10)}${'precision'.padStart(11)}${'median'.padStart(9)}`;
  const failed = outcomes.filter(({ verdict }) => verdict === 'failed');
  return [
    `${name}, ${model}`,
    head,
    line('all', outcomes),
    ...groups(outcomes, 'class'),
    ...groups(outcomes, 'difficulty'),
    ...groups(outcomes, 'language'),
    ...reasons(outcomes),
    ...(failed.length > 0 ? ['', `${failed.length} could not be judged`] : []),
    ...failed.map(({ question, message }) => `  ${question}\n    ${message}`),
  ].join('\n');
}

/** What a run fixed and broke against an earlier one, question by question. */
export function comparisonOf(before: EvalRun, after: EvalRun): { text: string; broken: number } {
  const earlier = new Map(before.outcomes.map((one) => [one.id, one]));
  const { fixed, broken } = summarize(
    judged(after.outcomes),
    new Map(before.outcomes.map(({ id, verdict }) => [id, verdict])),
  );
  const now = new Map(after.outcomes.map((one) => [one.id, one]));
  const told = (mark: string, id: string) => {
    const [was, is] = [earlier.get(id), now.get(id)];
    const said = [is?.sql ?? is?.message, was?.sql ?? was?.message].map((text) =>
      (text ?? '–').replace(/\s+/g, ' '),
    );
    return `${mark} ${is?.question}\n    ${was?.verdict}: ${said[1]}\n    ${is?.verdict}: ${said[0]}`;
  };
  const text = [
    `Against the run of ${before.created_at}: ${fixed.length} fixed, ${broken.length} broken`,
    ...fixed.map(({ question_id: id }) => told('+', id)),
    ...broken.map(({ question_id: id }) => told('-', id)),
  ].join('\n');
  return { text, broken: broken.length };
}
