import { CaretRightOutlined, ClearOutlined, PauseOutlined } from '@ant-design/icons';
import { Alert, Badge, Button, Empty, Space } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { EntryDrawer } from './EntryDrawer.tsx';
import { LogFilters } from './LogFilters.tsx';
import { LogRows } from './LogRows.tsx';
import { logsTexts } from './logs-texts.ts';
import styles from './SearchTab.module.css';
import { useLogAddress } from './use-log-address.ts';
import { mostShown, useLogTail } from './use-log-tail.ts';

/** What is written to the log now, newest first; can be held. */
export function TailTab() {
  const t = useTexts(logsTexts);
  const address = useLogAddress();
  const tail = useLogTail(address.conditions);
  return (
    <>
      <LogFilters address={address} timed={false} />
      <Space wrap className={styles.actions} aria-live="polite">
        {tail.isPaused ? (
          <Button type="primary" icon={<CaretRightOutlined />} onClick={tail.resume}>
            {t('resume')}
          </Button>
        ) : (
          <Button icon={<PauseOutlined />} onClick={tail.pause}>
            {t('pause')}
          </Button>
        )}
        <Button icon={<ClearOutlined />} disabled={tail.entries.length === 0} onClick={tail.clear}>
          {t('clear')}
        </Button>
        <State tail={tail} />
      </Space>
      {tail.error !== null && <ErrorNotice error={tail.error} />}
      {tail.skipped > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('skipped', { count: tail.skipped })}
          style={{ marginBottom: 12 }}
        />
      )}
      {tail.entries.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('waiting')} />
      ) : (
        <LogRows entries={tail.entries} onOpen={({ id }) => address.show({ entry: id })} />
      )}
      {tail.entries.length === mostShown && (
        <div className={styles.further}>{t('tailShown', { count: mostShown })}</div>
      )}
      <EntryDrawer id={address.entry} address={address} />
    </>
  );
}

function State({ tail }: { tail: ReturnType<typeof useLogTail> }) {
  const t = useTexts(logsTexts);
  if (tail.isPaused) return <Badge status="warning" text={t('paused', { count: tail.held.length })} />;
  if (!tail.isConnected) return <Badge status="default" text={t('connecting')} />;
  return <Badge status="processing" text={t('following')} />;
}
