import { InfoCircleOutlined, WarningOutlined } from '@ant-design/icons';
import type { Collected, Evidence } from '@sextant/contract/chat';
import { Link } from 'react-router';
import { exactTime, formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { answerTexts } from './answer-texts.ts';
import { type AskKey, askTexts } from './ask-texts.ts';
import styles from './EvidencePanel.module.css';
import { EvidenceRow } from './EvidenceRow.tsx';
import { lastDay } from './last-day.ts';
import { ModelEvidence } from './ModelEvidence.tsx';
import { WhyInWords } from './WhyInWords.tsx';

/** Why an answer should be believed, in plain words. */
export function EvidencePanel({ evidence }: { evidence: Evidence }) {
  const t = useTexts(askTexts);
  const answered = useTexts(answerTexts);
  const { language } = usePreferences();
  const { checks, links, period, tables, collected = [], joins, attempts, timings } = evidence;
  return (
    <>
      <WhyInWords evidence={evidence} />
      <dl className={styles.list}>
        {checks.length > 0 && (
          <EvidenceRow title={t('whyChecks')}>
            {checks.map((check) => (
              <div
                key={check.code + check.message}
                className={check.level === 'warning' ? styles.warning : undefined}
              >
                {check.level === 'warning' ? <WarningOutlined /> : <InfoCircleOutlined />} {check.message}
              </div>
            ))}
          </EvidenceRow>
        )}
        {links.length > 0 && (
          <EvidenceRow title={t('whyLinks')}>
            {links.map((link) => (
              <div key={`${link.start}-${link.end}-${link.target}`}>
                <b>{link.text}</b> →{' '}
                <span className={styles.kind}>{t(`kind_${link.kind}` satisfies AskKey)}</span>{' '}
                {link.kind !== 'ignored' && <code>{link.target}</code>}
              </div>
            ))}
          </EvidenceRow>
        )}
        {period && (
          <EvidenceRow title={t('whyPeriod')}>
            {t('periodRange', { ...period, to: lastDay(period.to) })}
          </EvidenceRow>
        )}
        {tables.length > 0 && (
          <EvidenceRow title={t('whyTables')}>
            {tables.map((table) => (
              <code key={table}>{table}</code>
            ))}
          </EvidenceRow>
        )}
        {collected.length > 0 && (
          <EvidenceRow title={t('whyCollected')}>
            {collected.map((one) => (
              <CollectedLine key={one.table} collected={one} />
            ))}
          </EvidenceRow>
        )}
        {joins.length > 0 && (
          <EvidenceRow title={t('whyJoins')}>
            {joins.map((join) => (
              <div key={join}>
                <code>{join}</code>
              </div>
            ))}
          </EvidenceRow>
        )}
        <EvidenceRow title={t('whyLane')}>{t(`lane_${evidence.lane}`)}</EvidenceRow>
        {attempts.length > 1 && (
          <EvidenceRow title={t('whyAttempts')}>
            {attempts.map(({ attempt, candidate, sql, error, milliseconds }, index) => (
              <div key={attempt} className={styles.line}>
                {candidate !== undefined && `${answered('voteCandidate', { count: candidate })} · `}
                {t('attempt', { count: triesOf(attempts.slice(0, index + 1), candidate) })} ·{' '}
                {formatDuration(milliseconds, language)} · {error ?? t('attemptOk')}
                {error !== null && sql !== null && <pre className={styles.sql}>{sql}</pre>}
              </div>
            ))}
          </EvidenceRow>
        )}
        <ModelEvidence evidence={evidence} />
        <EvidenceRow title={t('whyTimings')}>
          {Object.entries(timings)
            .map(
              ([stage, time]) =>
                `${stage === 'checking' ? answered('timeChecking') : timeName(stage, t)} ${formatDuration(time, language)}`,
            )
            .join(' · ')}
        </EvidenceRow>
      </dl>
    </>
  );
}

/** By which script a table was filled, and when last. */
function CollectedLine({ collected }: { collected: Collected }) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const { table, script_id: id, script_name: name, execution_id: execution, collected_at: at } = collected;
  const when = at === null ? null : <time dateTime={at}>{exactTime(at, language)}</time>;
  return (
    <div>
      <code>{table}</code> ·{' '}
      {id === null ? name : <Link to={`/collect/scripts/${encodeURIComponent(id)}`}>{name}</Link>}
      {when !== null && (
        <>
          {' · '}
          {execution === null ? (
            when
          ) : (
            <Link to={`/collect/executions/${encodeURIComponent(execution)}`}>{when}</Link>
          )}{' '}
          <span className={styles.kind}>{t('collectedLast')}</span>
        </>
      )}
    </div>
  );
}

/** How many of the attempts are of the candidate. */
function triesOf(attempts: Evidence['attempts'], candidate: number | undefined): number {
  return attempts.filter((attempt) => attempt.candidate === candidate).length;
}

const namedTimes = [
  'catalog',
  'understanding',
  'total',
  'analyzing',
  'linking',
  'generating_sql',
  'repairing',
  'executing',
  'visualizing',
  'summarizing',
] as const;

function timeName(stage: string, t: (key: AskKey) => string): string {
  const named = namedTimes.find((one) => one === stage);
  return named === undefined ? stage : t(`time_${named}`);
}
