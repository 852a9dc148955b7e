import { ApiError } from '../lib/api-error.ts';
import type { Translate } from '../lib/texts.ts';
import type { uiTexts } from './ui-texts.ts';

type UiKey = typeof uiTexts extends { keys?: infer K } ? K & string : never;

export interface DescribedError {
  what: string;
  /** Empty where the message itself already says what to do. */
  next: string;
  /** For the people who repair it; folded away at first. */
  technical: string;
  requestId: string | null;
}

/** Any thrown thing in words: what happened, what to do, and the technical rest. */
export function describeError(error: unknown, t: Translate<UiKey>): DescribedError {
  if (!(error instanceof ApiError)) {
    return { what: t('unexpected'), next: t('unexpectedHint'), technical: String(error), requestId: null };
  }
  const technical = technicalText(error);
  const { requestId } = error;
  if (error.code === 'NETWORK') return { what: t('network'), next: t('networkHint'), technical, requestId };
  if (error.code === 'BAD_ANSWER') {
    return { what: t('badAnswer', { status: error.status }), next: t('badAnswerHint'), technical, requestId };
  }
  return { what: error.message, next: hintOf(error, t), technical, requestId };
}

function hintOf(error: ApiError, t: Translate<UiKey>): string {
  if (typeof error.details.hint === 'string') return error.details.hint;
  if (error.status === 429) return t('rateLimitedHint');
  if (error.status === 403) return t('forbiddenHint');
  if (error.status === 404) return t('notThereHint');
  if (error.status === 401) return t('unauthorizedHint');
  return error.status >= 500 ? t('unexpectedHint') : '';
}

function technicalText(error: ApiError): string {
  const lines = [`${error.status} ${error.code}`, error.message];
  if (Object.keys(error.details).length > 0) lines.push(JSON.stringify(error.details, null, 2));
  if (error.requestId !== null) lines.push(`request ${error.requestId}`);
  return lines.join('\n');
}
