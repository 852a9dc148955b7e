import type { Evidence, Given, ModelCost, Vote } from '@sextant/contract/chat';
import { usePreferences } from '../../lib/preferences.ts';
import { localeOf, useTexts } from '../../lib/texts.ts';
import { answerTexts } from './answer-texts.ts';
import styles from './EvidencePanel.module.css';
import { EvidenceRow } from './EvidenceRow.tsx';

/** What only an answer of a language model has: what it was told, its candidates, and what it cost. */
export function ModelEvidence({ evidence }: { evidence: Evidence }) {
  const { given, vote, cost } = evidence;
  return (
    <>
      {vote && <VoteRow vote={vote} />}
      {given && <GivenRow given={given} />}
      {cost && <CostRow cost={cost} />}
    </>
  );
}

function VoteRow({ vote }: { vote: Vote }) {
  const t = useTexts(answerTexts);
  return (
    <EvidenceRow title={t('vote')}>
      {vote.candidates.map(({ candidate, outcome, sql, rows_count: rows, group }) => (
        <div key={candidate} className={styles.line}>
          {t('voteCandidate', { count: candidate })} ·{' '}
          {outcome === 'answer' ? t('voteRows', { count: rows ?? 0 }) : t(`outcome_${outcome}`)}
          {group !== null && ` · ${t('voteGroup', { group: String.fromCharCode(64 + group) })}`}
          {candidate === vote.chosen && <b> · {t('voteChosen')}</b>}
          {sql !== null && candidate !== vote.chosen && <pre className={styles.sql}>{sql}</pre>}
        </div>
      ))}
    </EvidenceRow>
  );
}

function GivenRow({ given }: { given: Given }) {
  const t = useTexts(answerTexts);
  const { prompt_version: version, tables, terms, other_terms: others, examples } = given;
  const whole = [
    version === 0 ? t('givenBuiltinPrompt') : t('givenPrompt', { version }),
    t('givenTables', { count: tables }),
    ...(others > 0 ? [t('givenTerms', { count: others })] : []),
  ];
  return (
    <EvidenceRow title={t('given')}>
      {terms.map(({ term, meaning }) => (
        <div key={term} className={styles.line}>
          {t('givenTerm', { term, meaning })}
        </div>
      ))}
      {examples.map(({ question, followed }) => (
        <div key={question} className={styles.line}>
          {t('givenExample', { question })}
          {followed && <span className={styles.kind}> · {t('givenFollowed')}</span>}
        </div>
      ))}
      <div className={styles.line}>{whole.join(' · ')}</div>
    </EvidenceRow>
  );
}

function CostRow({ cost }: { cost: ModelCost }) {
  const t = useTexts(answerTexts);
  const { language } = usePreferences();
  const { calls, input_tokens: input, output_tokens: output } = cost;
  const written = (tokens: number) => tokens.toLocaleString(localeOf(language));
  return (
    <EvidenceRow title={t('cost')}>
      {t('costCalls', { count: calls })} ·{' '}
      {input === null || output === null
        ? t('costUnknown')
        : t('costTokens', { input: written(input), output: written(output) })}
    </EvidenceRow>
  );
}
