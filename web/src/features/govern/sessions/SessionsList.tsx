import { syncKindSchema, syncStatusSchema, syncTriggerSchema } from '@sextant/contract/sync-sessions';
import { Select } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { statusTexts } from '../../../ui/status-texts.ts';
import { useSessions } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { SessionsTable } from './SessionsTable.tsx';
import { sessionsTexts } from './sessions-texts.ts';

/** Sessions, of all instances or those that one took part in; filters and page stand in the address. */
export function SessionsList({ instanceId, empty }: { instanceId?: string; empty: string }) {
  const t = useTexts(sessionsTexts);
  const g = useTexts(governTexts);
  const statusName = useTexts(statusTexts);
  const { page, values, show, query } = useListAddress(['kind', 'status', 'trigger']);
  const filter = {
    kind: syncKindSchema.safeParse(values.kind).data,
    status: syncStatusSchema.safeParse(values.status).data,
    trigger: syncTriggerSchema.safeParse(values.trigger).data,
  };
  const sessions = useSessions({
    ...filter,
    instance_id: instanceId,
    limit: query.limit,
    offset: query.offset,
  });
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      <FilterBar>
        <Select
          allowClear
          aria-label={t('kind')}
          placeholder={t('kind')}
          value={filter.kind}
          options={syncKindSchema.options.map((value) => ({ value, label: g(value) }))}
          onChange={(value?: string) => show({ kind: value })}
        />
        <Select
          allowClear
          aria-label={g('status')}
          placeholder={g('status')}
          value={filter.status}
          options={syncStatusSchema.options.map((value) => ({ value, label: statusName(value) }))}
          onChange={(value?: string) => show({ status: value })}
        />
        <Select
          allowClear
          aria-label={t('trigger')}
          placeholder={t('trigger')}
          value={filter.trigger}
          options={syncTriggerSchema.options.map((value) => ({
            value,
            label: t(value === 'schedule' ? 'byschedule' : 'manual'),
          }))}
          onChange={(value?: string) => show({ trigger: value })}
        />
      </FilterBar>
      {sessions.isPending && <PageSkeleton />}
      {sessions.isError && <ErrorNotice error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.data && (
        <SessionsTable
          sessions={sessions.data.sessions}
          loading={sessions.isPlaceholderData}
          empty={filtered ? t('noMatch') : empty}
          pagination={{ current: page, pageSize, total: sessions.data.total }}
          onPage={(next) => show({ page: next })}
        />
      )}
    </>
  );
}
