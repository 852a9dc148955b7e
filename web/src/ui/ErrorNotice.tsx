import { Alert, Button } from 'antd';
import { useTexts } from '../lib/texts.ts';
import { CopyButton } from './CopyButton.tsx';
import { describeError } from './describe-error.ts';
import styles from './ErrorNotice.module.css';
import { uiTexts } from './ui-texts.ts';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** Shows a cross that calls this. */
  onDismiss?: () => void;
}

/** One sentence what happened, one what to do, the technical text folded with a copy button and the request id. */
export function ErrorNotice({ error, onRetry, onDismiss }: Props) {
  const t = useTexts(uiTexts);
  const { what, next, technical, requestId } = describeError(error, t);
  return (
    <Alert
      type="error"
      showIcon
      closable={onDismiss ? { onClose: onDismiss } : false}
      title={what}
      description={
        <div className={styles.body}>
          {next !== '' && <span>{next}</span>}
          <details>
            <summary>{t('details')}</summary>
            {requestId !== null && (
              <div className={styles.request}>
                {t('requestId')} {requestId}
              </div>
            )}
            <div className={styles.technical}>
              <pre>{technical}</pre>
              <CopyButton text={technical} />
            </div>
          </details>
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              {t('retry')}
            </Button>
          )}
        </div>
      }
    />
  );
}
