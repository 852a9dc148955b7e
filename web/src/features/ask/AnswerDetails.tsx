import { useState } from 'react';
import { useSettings } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './AnswerDetails.module.css';
import { AnswerWarnings } from './AnswerWarnings.tsx';
import type { Answer } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import { EvidencePanel } from './EvidencePanel.tsx';
import { Fold } from './Fold.tsx';
import { ResultView } from './ResultView.tsx';
import { SqlPanel } from './SqlPanel.tsx';
import { useRerun } from './use-rerun.ts';
import type { Sources } from './use-sources.ts';
import { VerifyAnswer } from './VerifyAnswer.tsx';

interface Props {
  question: string;
  answer: Answer;
  sources: Sources;
}

/** Chart and table, the SQL to read, edit and run again, and the evidence. Folded for users, open for developers. */
export function AnswerDetails({ question, answer, sources }: Props) {
  const t = useTexts(askTexts);
  const developer = useSettings().data?.view_mode === 'developer';
  const connectionId = answer.connectionId ?? sources.connection?.id ?? null;
  const connection = sources.connections.find(({ id }) => id === connectionId) ?? null;
  const rerun = useRerun(connectionId);
  const [sqlOpen, setSqlOpen] = useState(developer);
  const [whyOpen, setWhyOpen] = useState(developer);
  const original = answer.result;
  const result = rerun.result ?? original;
  return (
    <>
      {rerun.result !== null && rerun.edited && (
        <div className={styles.note}>
          {t('edited')}{' '}
          <button type="button" onClick={rerun.restore}>
            {t('restore')}
          </button>
        </div>
      )}
      {result !== null && original !== null && (
        <>
          <ResultView
            title={question}
            result={result}
            wanted={answer.chart}
            isOriginal={rerun.result === null}
            messageId={answer.messageId}
            connectionId={connectionId}
            said={answer.text !== '' && rerun.result === null}
          />
          {result.rows.length < result.rowsCount && (
            <div className={styles.note}>
              {t('preview', { shown: result.rows.length, count: result.rowsCount })}{' '}
              <button type="button" disabled={rerun.running} onClick={() => rerun.run(original.sql, false)}>
                {t('runForAll')}
              </button>
            </div>
          )}
        </>
      )}
      {rerun.error !== null && <ErrorNotice error={rerun.error} />}
      {answer.evidence !== null && rerun.result === null && <AnswerWarnings evidence={answer.evidence} />}
      {original !== null && (
        <Fold title={t('sql')} open={sqlOpen} onToggle={setSqlOpen}>
          <SqlPanel
            sql={result?.sql ?? original.sql}
            connection={connection}
            running={rerun.running}
            onStop={rerun.stop}
            onRun={(sql) => rerun.run(sql, sql.trim() !== original.sql.trim())}
          />
        </Fold>
      )}
      {original !== null && connectionId !== null && !answer.running && (
        <VerifyAnswer question={question} sql={result?.sql ?? original.sql} connectionId={connectionId} />
      )}
      {answer.evidence !== null && (
        <Fold title={t('why')} open={whyOpen} onToggle={setWhyOpen}>
          <EvidencePanel evidence={answer.evidence} />
        </Fold>
      )}
    </>
  );
}
