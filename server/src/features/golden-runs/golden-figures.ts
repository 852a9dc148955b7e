import type { GoldenFigures, GoldenSummary, GoldenVerdict } from '@sextant/contract/golden-questions';

export interface JudgedQuestion {
  questionId: string;
  question: string;
  class: string;
  verdict: GoldenVerdict;
}

/** Whether the question got what it should: the right rows, or rightly nothing. */
export function isRight(verdict: GoldenVerdict): boolean {
  return verdict === 'right' || verdict === 'right_silent';
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}

function figuresOf(judged: readonly JudgedQuestion[]): GoldenFigures {
  const count = (...verdicts: GoldenVerdict[]) =>
    judged.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const failed = count('failed');
  const right = count('right', 'right_silent');
  const wrong = count('wrong', 'wrong_answered');
  const answerable = count('right', 'wrong', 'silent');
  return {
    questions: judged.length,
    right,
    wrong,
    silent: count('silent'),
    failed,
    accuracy: share(right, judged.length - failed),
    precision: share(count('right'), count('right', 'wrong', 'wrong_answered')),
    answered: share(count('right', 'wrong'), answerable),
  };
}

/** The figures of a run, in all and by class, and what is other than in the run before. */
export function summarize(
  judged: readonly JudgedQuestion[],
  before: ReadonlyMap<string, GoldenVerdict>,
): GoldenSummary {
  const classes = [...new Set(judged.map((one) => one.class))].sort();
  const changed = (from: boolean) =>
    judged
      .filter(({ questionId, verdict }) => {
        const earlier = before.get(questionId);
        return earlier !== undefined && isRight(earlier) === from && isRight(verdict) !== from;
      })
      .map(({ questionId, question }) => ({ question_id: questionId, question }));
  return {
    ...figuresOf(judged),
    by_class: classes.map((name) => ({
      class: name,
      ...figuresOf(judged.filter((one) => one.class === name)),
    })),
    fixed: changed(false),
    broken: changed(true),
  };
}
