import type { AnswerErrorCode } from '@sextant/contract/chat';
import { Alert } from 'antd';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import styles from './AnswerError.module.css';
import type { AnswerError as AnswerErrorData } from './answer.ts';
import { askTexts } from './ask-texts.ts';

const needsRewording: readonly AnswerErrorCode[] = ['NOT_UNDERSTOOD', 'MODEL_CANNOT_ANSWER'];
const connectionCodes: readonly AnswerErrorCode[] = ['NO_CONNECTION', 'CONNECTION_FAILED'];
const modelCodes: readonly AnswerErrorCode[] = [
  'MODEL_AUTH_ERROR',
  'MODEL_TIMEOUT',
  'MODEL_CONNECTION_ERROR',
  'MODEL_NOT_FOUND',
  'MODEL_RATE_LIMITED',
  'PROVIDER_FORMAT_ERROR',
];

/** Why there is no answer and what to do; being silent rather than wrong is not shown as a failure. */
export function AnswerError({ error }: { error: AnswerErrorData }) {
  const t = useTexts(askTexts);
  if (error.code === 'CANCELLED') return <p className={styles.quiet}>{t('stopped')}</p>;
  const soft = needsRewording.includes(error.code);
  return (
    <Alert
      type={soft ? 'warning' : 'error'}
      showIcon
      title={error.message}
      description={
        <>
          {error.hint !== '' && <p className={styles.hint}>{error.hint}</p>}
          {connectionCodes.includes(error.code) && (
            <Link to="/settings/connections">{t('toConnections')}</Link>
          )}
          {modelCodes.includes(error.code) && <Link to="/settings/models">{t('toModels')}</Link>}
          {!soft && (
            <div className={styles.code}>
              {t('errorCode')} {error.code}
            </div>
          )}
        </>
      }
    />
  );
}
