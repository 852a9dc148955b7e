import { type Delivery, deliverySchema } from '@sextant/contract/alerts';
import { Button, Select, Table, Tag } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './Alerts.module.css';
import { useDeliveries } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';

const colors: Record<Delivery['status'], string> = {
  pending: 'default',
  sending: 'processing',
  sent: 'success',
  failed: 'error',
};

/** What was sent through which channel, newest first, and what did not arrive. */
export function DeliveriesTab() {
  const t = useTexts(alertsTexts);
  const { page, values, show, query } = useListAddress(['status', 'alert_id']);
  const status = deliverySchema.shape.status.safeParse(values.status).data;
  const deliveries = useDeliveries({
    limit: query.limit,
    offset: query.offset,
    status,
    alert_id: values.alert_id,
  });
  return (
    <>
      <FilterBar>
        <Select
          allowClear
          aria-label={t('state')}
          placeholder={t('allDeliveries')}
          value={status}
          options={deliverySchema.shape.status.options.map((value) => ({
            value,
            label: t(`delivery_${value}`),
          }))}
          onChange={(value?: string) => show({ status: value })}
        />
        {values.alert_id !== undefined && (
          <>
            <Tag style={{ alignSelf: 'center', flex: 'none' }}>{t('ofAlert')}</Tag>
            <Button type="text" onClick={() => show({ alert_id: undefined })}>
              {t('reset')}
            </Button>
          </>
        )}
      </FilterBar>
      {deliveries.isPending && <PageSkeleton />}
      {deliveries.isError && (
        <ErrorNotice error={deliveries.error} onRetry={() => void deliveries.refetch()} />
      )}
      {deliveries.data && (
        <Table<Delivery>
          rowKey="id"
          size="middle"
          dataSource={deliveries.data.deliveries}
          loading={deliveries.isPlaceholderData}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: t('noDeliveries') }}
          pagination={{
            current: page,
            pageSize,
            total: deliveries.data.total,
            hideOnSinglePage: true,
            showSizeChanger: false,
            showTotal: (count) => t('total', { count }),
            onChange: (next) => show({ page: next }),
          }}
          columns={[
            { title: t('when'), dataIndex: 'created_at', render: (at: string) => <Moment time={at} /> },
            { title: t('event'), key: 'event', render: (_, { event }) => t(`event_${event}`) },
            { title: t('what'), dataIndex: 'alert_title', render: (title: string | null) => title ?? '–' },
            { title: t('channel'), dataIndex: 'channel_name' },
            {
              title: t('state'),
              key: 'status',
              render: (_, one) => <Tag color={colors[one.status]}>{t(`delivery_${one.status}`)}</Tag>,
            },
            { title: t('attempts'), dataIndex: 'attempts', align: 'right' },
            { title: t('error'), key: 'error', render: (_, one) => <Failure one={one} /> },
          ]}
        />
      )}
    </>
  );
}

function Failure({ one: { error, next_at, status } }: { one: Delivery }) {
  const t = useTexts(alertsTexts);
  if (error === null) return '–';
  return (
    <>
      <div className={styles.error}>{error}</div>
      {status === 'pending' && (
        <div className={styles.faint}>
          {t('nextTry')} <Moment time={next_at} />
        </div>
      )}
    </>
  );
}
