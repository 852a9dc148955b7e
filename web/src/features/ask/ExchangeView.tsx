import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, memo, Suspense } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { AnswerError } from './AnswerError.tsx';
import { AnswerFooter } from './AnswerFooter.tsx';
import type { Exchange } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import styles from './ExchangeView.module.css';
import { StageLine } from './StageLine.tsx';
import type { Sources } from './use-sources.ts';

const AnswerDetails = lazy(async () => ({ default: (await import('./AnswerDetails.tsx')).AnswerDetails }));

const Clarification = lazy(async () => ({ default: (await import('./Clarification.tsx')).Clarification }));

interface Props {
  exchange: Exchange;
  last: boolean;
  sources: Sources;
  onAsk: (question: string) => void;
  onEdit: (question: string) => void;
  onStop: () => void;
}

/** One question with all that its answer holds so far. */
export const ExchangeView = memo(function ExchangeView({
  exchange,
  last,
  sources,
  onAsk,
  onEdit,
  onStop,
}: Props) {
  const t = useTexts(askTexts);
  const { question, answer, failure } = exchange;
  const nothing =
    answer.result === null && answer.text === '' && answer.error === null && answer.clarification === null;
  return (
    <article className={styles.exchange}>
      <div className={styles.question}>
        <span className={styles.tools}>
          <CopyButton text={question} />
          <Button
            type="text"
            size="small"
            icon={<EditOutlined />}
            aria-label={t('editQuestion')}
            title={t('editQuestion')}
            onClick={() => onEdit(question)}
          />
        </span>
        <div className={styles.bubble}>
          <span className="sx-hidden">{t('you')}</span>
          {question}
        </div>
      </div>
      <div className={styles.answer}>
        <span className="sx-hidden">{t('answer')}</span>
        {answer.running && <StageLine answer={answer} onStop={onStop} />}
        {answer.text !== '' && <p className={styles.sentence}>{answer.text}</p>}
        {answer.clarification && (
          <Suspense fallback={<div className={styles.space} />}>
            <Clarification
              clarification={answer.clarification}
              connectionId={answer.connectionId ?? sources.connection?.id ?? null}
              disabled={!last}
              onAsk={onAsk}
            />
          </Suspense>
        )}
        {answer.error && <AnswerError error={answer.error} />}
        {failure === 'stopped' && <p className={styles.quiet}>{t('stopped')}</p>}
        {failure !== null && failure !== 'stopped' && (
          <ErrorNotice error={failure} onRetry={() => onAsk(question)} />
        )}
        {nothing && !answer.running && failure === null && <p className={styles.quiet}>{t('interrupted')}</p>}
        {(answer.result !== null || answer.evidence !== null) && (
          <Suspense fallback={<div className={styles.space} />}>
            <AnswerDetails question={question} answer={answer} sources={sources} />
          </Suspense>
        )}
        {!answer.running && <AnswerFooter answer={answer} onAgain={() => onAsk(question)} />}
      </div>
    </article>
  );
});
