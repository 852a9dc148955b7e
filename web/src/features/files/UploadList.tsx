import { CloseOutlined, RedoOutlined } from '@ant-design/icons';
import { Button, Card, Progress } from 'antd';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { describeError } from '../../ui/describe-error.ts';
import { uiTexts } from '../../ui/ui-texts.ts';
import { filesTexts } from './files-texts.ts';
import styles from './UploadList.module.css';
import { clearEndedUploads, dropUpload, type FileUploadState, retryUpload, useUploads } from './uploads.ts';

/** What is being uploaded, with its progress, at the lower edge of the page. */
export function UploadList() {
  const t = useTexts(filesTexts);
  const uploads = useUploads();
  if (uploads.length === 0) return null;
  const done = uploads.filter(({ status }) => status === 'done').length;
  return (
    <Card
      size="small"
      className={styles.card}
      title={`${t('uploads')} ${t('uploadOf', { done, total: uploads.length })}`}
      extra={
        done > 0 && (
          <Button type="text" size="small" onClick={clearEndedUploads}>
            {t('clear')}
          </Button>
        )
      }
    >
      <ul className={styles.list} aria-live="polite">
        {uploads.map((one) => (
          <UploadItem key={one.key} upload={one} />
        ))}
      </ul>
    </Card>
  );
}

function UploadItem({ upload: { key, file, sent, status, error } }: { upload: FileUploadState }) {
  const t = useTexts(filesTexts);
  const u = useTexts(uiTexts);
  const percent = file.size === 0 ? (status === 'done' ? 100 : 0) : Math.floor((sent / file.size) * 100);
  return (
    <li className={styles.item}>
      <div className={styles.name} title={file.name}>
        {file.name} <span className={styles.size}>{formatBytes(file.size)}</span>
      </div>
      <Progress
        percent={percent}
        size="small"
        status={status === 'failed' ? 'exception' : status === 'done' ? 'success' : 'active'}
        aria-label={file.name}
      />
      {status === 'waiting' && <span className={styles.size}>{t('uploadWaiting')}</span>}
      {status === 'failed' && (
        <span role="alert" className={styles.failure}>
          {describeError(error, u).what}
        </span>
      )}
      <span className={styles.acts}>
        {status === 'failed' && (
          <Button size="small" type="link" icon={<RedoOutlined />} onClick={() => retryUpload(key)}>
            {t('retry')}
          </Button>
        )}
        {status !== 'done' && (
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('stop')}
            title={t('stop')}
            onClick={() => dropUpload(key)}
          />
        )}
      </span>
    </li>
  );
}
