import { ReloadOutlined } from '@ant-design/icons';
import { type AuditEventRecord, auditEndpoints } from '@sextant/contract/audit';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import { callRaw } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { windowOf } from '../../lib/time-range.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { ExportMenu } from '../../ui/ExportMenu.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { useAuditEvents } from './audit-queries.ts';
import { auditTexts } from './audit-texts.ts';
import { ChainCheck } from './ChainCheck.tsx';
import { RecordDrawer } from './RecordDrawer.tsx';
import { useAuditAddress } from './use-audit-address.ts';

/** Who did what; everything that narrows the list stands in the address. */
export function AuditPage() {
  const t = useTexts(auditTexts);
  const address = useAuditAddress();
  const { conditions, range, isNarrowed } = address;
  const [shown, setShown] = useState<AuditEventRecord | null>(null);
  const found = useAuditEvents(conditions, range);
  const events = found.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <>
          <Button icon={<ReloadOutlined />} loading={found.isRefetching} onClick={() => void found.refetch()}>
            {t('refresh')}
          </Button>
          <ExportMenu
            fileName="sextant-audit"
            load={(format) =>
              callRaw(auditEndpoints.export, { query: { ...conditions, ...windowOf(range), format } })
            }
          />
        </>
      }
    >
      <ChainCheck />
      <AuditFilters address={address} />
      {found.isPending && <PageSkeleton />}
      {found.isError && <ErrorNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && events.length === 0 && <Empty description={t(isNarrowed ? 'noMatch' : 'empty')} />}
      {events.length > 0 && (
        <AuditTable events={events} loading={found.isPlaceholderData} onOpen={setShown} />
      )}
      {found.hasNextPage && (
        <div style={{ marginTop: 12, textAlign: 'center' }}>
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('older')}
          </Button>
        </div>
      )}
      <RecordDrawer event={shown} onClose={() => setShown(null)} />
    </PageFrame>
  );
}
