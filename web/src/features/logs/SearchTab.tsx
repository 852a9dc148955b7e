import { ReloadOutlined } from '@ant-design/icons';
import { logEndpoints } from '@sextant/contract/logs';
import { Alert, Button, Empty, Space, Spin } from 'antd';
import { callRaw } from '../../lib/api-client.ts';
import { exactTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { windowOf } from '../../lib/time-range.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { EntryDrawer } from './EntryDrawer.tsx';
import { LogFilters } from './LogFilters.tsx';
import { LogRows } from './LogRows.tsx';
import { useLogEntries } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import styles from './SearchTab.module.css';
import { useLogAddress } from './use-log-address.ts';

/** Searches the log; older entries come page by page. */
export function SearchTab() {
  const t = useTexts(logsTexts);
  const address = useLogAddress();
  const { conditions, range, entry, show, isNarrowed } = address;
  const found = useLogEntries(conditions, range);
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <>
      <LogFilters address={address} timed />
      <Space className={styles.actions}>
        <Button icon={<ReloadOutlined />} loading={found.isRefetching} onClick={() => void found.refetch()}>
          {t('refresh')}
        </Button>
        <ExportMenu
          fileName="sextant-logs"
          load={(format) =>
            callRaw(logEndpoints.export, { query: { ...conditions, ...windowOf(range), format } })
          }
        />
      </Space>
      {found.isPending && <PageSkeleton />}
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      <Spin spinning={found.isPlaceholderData} delay={200}>
        {entries.length > 0 && <LogRows entries={entries} onOpen={({ id }) => show({ entry: id })} />}
        {found.isSuccess && entries.length === 0 && !found.hasNextPage && (
          <Empty description={t(isNarrowed ? 'noMatch' : 'empty')} />
        )}
      </Spin>
      <Further found={found} />
      <EntryDrawer id={entry} address={address} />
    </>
  );
}

/** Goes on to older entries, also where the search stopped early because there is much to look through. */
function Further({ found }: { found: ReturnType<typeof useLogEntries> }) {
  const t = useTexts(logsTexts);
  const { language } = usePreferences();
  if (!found.isSuccess) return null;
  const searchedTo = found.data.pages.at(-1)?.searched_to ?? null;
  const button = (text: string) => (
    <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
      {text}
    </Button>
  );
  if (searchedTo !== null) {
    return (
      <Alert
        type="info"
        className={styles.further}
        title={t('searchedTo', { time: exactTime(searchedTo, language) })}
        action={found.hasNextPage && button(t('goOn'))}
      />
    );
  }
  return <div className={styles.further}>{found.hasNextPage && button(t('older'))}</div>;
}
