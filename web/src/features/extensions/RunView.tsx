import { DownloadOutlined, FullscreenExitOutlined, FullscreenOutlined } from '@ant-design/icons';
import { type ExtensionRunDetail, extensionEndpoints } from '@sextant/contract/extensions';
import { Alert, Button, Empty, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { callRaw } from '../../lib/api-client.ts';
import { safeFileName, saveBlob } from '../../lib/download.ts';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { Moment } from '../../ui/Moment.tsx';
import { isUnderWay, StatusTag } from '../../ui/StatusTag.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { extensionsTexts } from './extensions-texts.ts';
import { ResultView } from './ResultView.tsx';
import styles from './RunView.module.css';

const resultPixels = 520;

/** One run: its state, its result over the page or the whole screen, its output and why it failed. */
export function RunView({ run }: { run: ExtensionRunDetail }) {
  const t = useTexts(extensionsTexts);
  const { language } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const isFull = useIsFullScreen(box);
  const { result, error, log } = run;
  return (
    <section className={styles.run} ref={box} aria-live="polite">
      <header className={styles.bar}>
        <StatusTag status={run.status} />
        <Moment time={run.started_at ?? run.created_at} />
        {run.duration_seconds !== null && (
          <span className={styles.faint}>{formatDuration(run.duration_seconds * 1000, language)}</span>
        )}
        <span className={styles.space} />
        {result !== null && (
          <>
            <DownloadButton run={run} />
            <Button
              type="text"
              size="small"
              icon={isFull ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
              aria-label={t(isFull ? 'leaveFullScreen' : 'fullScreen')}
              title={t(isFull ? 'leaveFullScreen' : 'fullScreen')}
              onClick={() => void (isFull ? document.exitFullscreen() : box.current?.requestFullscreen())}
            />
          </>
        )}
      </header>
      {isUnderWay(run.status) && <Skeleton active title={false} paragraph={{ rows: 4 }} />}
      {error !== null && (
        <Alert
          type="error"
          showIcon
          title={<span className={styles.message}>{error.message}</span>}
          description={
            <>
              {error.line !== null && t('failedAt', { line: error.line })}
              {error.details !== null && <pre className={styles.details}>{error.details}</pre>}
            </>
          }
        />
      )}
      {result !== null && (
        <ResultView result={result} height={isFull ? window.innerHeight - 120 : resultPixels} />
      )}
      {run.status === 'completed' && result === null && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={t(run.result_type === null ? 'noResult' : 'resultGone')}
        />
      )}
      {log.length > 0 && (
        <details className={styles.log}>
          <summary>{t('log')}</summary>
          <pre>{log.join('\n')}</pre>
        </details>
      )}
    </section>
  );
}

function useIsFullScreen(box: React.RefObject<HTMLElement | null>): boolean {
  const [isFull, setIsFull] = useState(false);
  useEffect(() => {
    const look = () =>
      setIsFull(document.fullscreenElement !== null && document.fullscreenElement === box.current);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [box]);
  return isFull;
}

function DownloadButton({ run }: { run: ExtensionRunDetail }) {
  const t = useTexts(extensionsTexts);
  const showError = useErrorDialog();
  const save = async () => {
    try {
      const response = await callRaw(extensionEndpoints.download, { params: { id: run.execution_id } });
      const told = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
      const name = told === undefined ? safeFileName(run.extension_name ?? '') : decodeURIComponent(told);
      saveBlob(await response.blob(), name);
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Button
      type="text"
      size="small"
      icon={<DownloadOutlined />}
      aria-label={t('download')}
      title={t('download')}
      onClick={() => void save()}
    />
  );
}
