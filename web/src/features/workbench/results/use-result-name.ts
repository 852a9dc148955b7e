import { useTexts } from '../../../lib/texts.ts';
import { resultTexts } from './result-texts.ts';
import type { RunResult } from './run-result.ts';

/** What a result is called. */
export function useResultName(): (result: RunResult) => string {
  const t = useTexts(resultTexts);
  return ({ kind, number, title }) => {
    if (title !== null) return t('preview', { name: title });
    return kind === 'plan' ? t('plan', { number }) : t('result', { number });
  };
}
