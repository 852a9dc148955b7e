import { DeleteOutlined, RedoOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { describeError } from '../../ui/describe-error.ts';
import { uiTexts } from '../../ui/ui-texts.ts';
import styles from './OutgoingItem.module.css';
import { dropMessage, type Outgoing, retryMessage } from './outbox.ts';
import { roomsTexts } from './rooms-texts.ts';

/** A message on its way; one that waits or failed can be sent at once or dropped. */
export function OutgoingItem({ message }: { message: Outgoing }) {
  const t = useTexts(roomsTexts);
  const ui = useTexts(uiTexts);
  const { clientId, content, file, status, share, error } = message;
  const isFailed = status === 'failed';
  return (
    <div className={styles.outgoing} aria-busy={!isFailed}>
      <div className={isFailed ? undefined : styles.pending}>
        {file !== null && <bdi className={styles.file}>{file.name}</bdi>}
        {content !== '' && <div className={styles.text}>{content}</div>}
      </div>
      {status === 'sending' && file !== null && (
        <div className={styles.progress}>
          <Progress percent={Math.round(share * 100)} size="small" />
          <Button size="small" type="text" onClick={() => dropMessage(clientId)}>
            {t('cancel')}
          </Button>
        </div>
      )}
      {status !== 'sending' && (
        <div
          className={`${styles.kept} ${isFailed ? styles.failed : ''}`}
          role={isFailed ? 'alert' : 'status'}
        >
          <span>{isFailed ? `${t('notSent')} ${describeError(error, ui).what}` : t('waits')}</span>
          <Button size="small" icon={<RedoOutlined />} onClick={() => retryMessage(clientId)}>
            {t(isFailed ? 'sendAgain' : 'sendNow')}
          </Button>
          <Button size="small" type="text" icon={<DeleteOutlined />} onClick={() => dropMessage(clientId)}>
            {t('drop')}
          </Button>
        </div>
      )}
    </div>
  );
}
