import type { Evidence } from '@sextant/contract/chat';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { type Translate, useTexts } from '../../lib/texts.ts';
import { type AnswerKey, answerTexts } from './answer-texts.ts';
import { lastDay } from './last-day.ts';

const mostWords = 8;

/** The evidence as a few plain sentences. */
export function WhyInWords({ evidence }: { evidence: Evidence }) {
  const t = useTexts(answerTexts);
  const { language } = usePreferences();
  const took = formatDuration(evidence.timings.total ?? 0, language);
  const sentences = [
    words(evidence, t),
    source(evidence, t),
    told(evidence, t),
    voted(evidence, t),
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
  return period ? [...read, t('whyPeriod', { from: period.from, to: lastDay(period.to) })] : read;
}

function source({ tables, joins }: Evidence, t: Translate<AnswerKey>): string[] {
  if (tables.length === 0) return [];
  const from = t('whyTables', { tables: tables.join(t('comma')) });
  return joins.length === 0 ? [from] : [from, t('whyJoined', { joins: joins.join(t('comma')) })];
}

/** What people explained and the model was given for this question. */
function told({ given }: Evidence, t: Translate<AnswerKey>): string[] {
  if (given === undefined) return [];
  const terms = given.terms.slice(0, mostWords).map(({ term }) => t('quoted', { text: term }));
  const followed = given.examples.find((example) => example.followed);
  const parts: string[] = [];
  if (terms.length > 0) parts.push(t('whyTerms', { terms: terms.join(t('listJoin')) }));
  if (followed) parts.push(t('whyFollowed', { question: followed.question }));
  else if (given.examples.length > 0) parts.push(t('whyExamples', { count: given.examples.length }));
  if (given.exchanges > 0) parts.push(t('whyExchanges', { count: given.exchanges }));
  return parts;
}

function voted({ vote }: Evidence, t: Translate<AnswerKey>): string[] {
  if (vote === undefined) return [];
  const reasons = vote.reasons.map((reason) => t(`reason_${reason}`)).join(t('listJoin'));
  const numbers = { reasons, all: vote.candidates.length, agreed: vote.agreed };
  return [t(vote.agreed > 1 ? 'whyVoted' : 'whyUnvoted', numbers)];
}

function author({ lane, attempts: all, checks, vote }: Evidence, t: Translate<AnswerKey>): string[] {
  const wrote = all.some(({ sql }) => sql !== null);
  const parts = [t(lane === 'builtin' ? 'whyBuiltin' : wrote ? 'whyModel' : 'whyModelAsked')];
  const attempts =
    vote === undefined
      ? all
      : all.filter(({ candidate }) => vote.chosen === null || candidate === vote.chosen);
  const count = attempts.length;
  if (!attempts.some(({ error, sql }) => error === null && sql !== null))
    return [...parts, count > 1 ? t('whyAllFailed', { count }) : t('whyFailed')];
  if (count > 1) parts.push(t('whyRepaired', { count }));
  const warnings = checks.filter(({ level }) => level === 'warning').length;
  return [...parts, warnings === 0 ? t('whyFine') : t('whyWarned', { count: warnings })];
}
