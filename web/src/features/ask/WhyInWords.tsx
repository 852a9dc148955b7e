import type { Evidence } from '@sextant/contract/chat';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { type Translate, useTexts } from '../../lib/texts.ts';
import { answerTexts } from './answer-texts.ts';

type AnswerKey = typeof answerTexts extends { keys?: infer K } ? K & string : never;

const mostWords = 8;

/** The evidence as a few plain sentences. */
export function WhyInWords({ evidence }: { evidence: Evidence }) {
  const t = useTexts(answerTexts);
  const { language } = usePreferences();
  const took = formatDuration(evidence.timings.total ?? 0, language);
  const sentences = [
    words(evidence, t),
    source(evidence, t),
    [...author(evidence, t), t('whyTook', { time: took })],
  ]
    .filter((parts) => parts.length > 0)
    .map((parts) => capital(parts.join(t('comma'))));
  return <p style={{ margin: '0 0 8px' }}>{sentences.map((sentence) => sentence + t('stop')).join('')}</p>;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function words({ links, period }: Evidence, t: Translate<AnswerKey>): string[] {
  const read = links
    .filter(({ kind }) => kind !== 'period')
    .slice(0, mostWords)
    .map(({ text: word, kind, target: meaning }) => {
      if (kind === 'ignored') return t('whyIgnored', { word });
      return t(kind === 'metric' ? 'whyMetric' : 'whyWord', { word, meaning });
    });
  return period ? [...read, t('whyPeriod', { from: period.from, to: period.to })] : read;
}

function source({ tables, joins }: Evidence, t: Translate<AnswerKey>): string[] {
  if (tables.length === 0) return [];
  const from = t('whyTables', { tables: tables.join(t('comma')) });
  return joins.length === 0 ? [from] : [from, t('whyJoined', { joins: joins.join(t('comma')) })];
}

function author({ lane, attempts, checks }: Evidence, t: Translate<AnswerKey>): string[] {
  const parts = [t(lane === 'builtin' ? 'whyBuiltin' : 'whyModel')];
  if (attempts.length > 1) parts.push(t('whyRepaired', { count: attempts.length }));
  if (!attempts.some(({ error, sql }) => error === null && sql !== null)) return [...parts, t('whyFailed')];
  const warnings = checks.filter(({ level }) => level === 'warning').length;
  return [...parts, warnings === 0 ? t('whyFine') : t('whyWarned', { count: warnings })];
}
