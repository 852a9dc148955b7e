import type { Instance } from '@sextant/contract/instances';
import { Table, type TableColumnsType, Tag } from 'antd';
import { Link } from 'react-router';
import { formatBytes } from '../../../lib/format-number.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { addressOf } from '../address-of.ts';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { HealthTag } from '../HealthTag.tsx';
import { EnvironmentTag, InstanceTags } from '../InstanceTags.tsx';
import { InstanceMenu } from './InstanceMenu.tsx';
import styles from './InstancesTable.module.css';
import { instancesTexts } from './instances-texts.ts';

type Sort = 'name' | 'driver' | 'environment' | 'health' | 'version' | 'last_checked_at' | 'size_bytes';

interface Props {
  instances: Instance[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  order: { sort: string | undefined; order: 'asc' | 'desc' };
  selected: Instance[];
  onSelect: (instances: Instance[]) => void;
  onChange: (change: { page?: number; sort?: string | undefined; order?: string | undefined }) => void;
  onEdit: (instance: Instance) => void;
}

/** One page of instances, sorted by the server; on a phone each is a card. */
export function InstancesTable(props: Props) {
  const { instances, loading, empty, pagination, order, selected, onSelect, onChange, onEdit } = props;
  const g = useTexts(governTexts);
  const phone = usePhone();
  const mayUpdate = useMay('update');
  const wide = useWideColumns(order, onEdit);
  const narrow: TableColumnsType<Instance> = [
    { key: 'card', render: (_, one) => <Card one={one} onEdit={() => onEdit(one)} /> },
  ];
  return (
    <Table<Instance>
      rowKey="id"
      size="middle"
      dataSource={instances}
      loading={loading}
      showHeader={!phone}
      scroll={phone ? undefined : { x: 'max-content' }}
      locale={{ emptyText: empty }}
      rowSelection={
        mayUpdate
          ? {
              selectedRowKeys: selected.map(({ id }) => id),
              preserveSelectedRowKeys: true,
              onChange: (_, rows) => onSelect(rows),
              getCheckboxProps: ({ can_manage, name }) => ({ disabled: !can_manage, 'aria-label': name }),
            }
          : undefined
      }
      pagination={{ ...pagination, showSizeChanger: false, showTotal: (count) => g('total', { count }) }}
      onChange={(next, _, sorter) => {
        const { columnKey, order: direction } = Array.isArray(sorter) ? {} : sorter;
        const sort = direction ? String(columnKey) : undefined;
        const same = sort === order.sort && (direction === 'descend') === (order.order === 'desc');
        onChange(
          same ? { page: next.current ?? 1 } : { sort, order: direction === 'descend' ? 'desc' : undefined },
        );
      }}
      columns={phone ? narrow : wide}
    />
  );
}

function useWideColumns(
  { sort, order }: Props['order'],
  onEdit: Props['onEdit'],
): TableColumnsType<Instance> {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const sortable = (key: Sort) => ({
    key,
    sorter: true,
    sortOrder: sort === key ? (order === 'desc' ? ('descend' as const) : ('ascend' as const)) : null,
  });
  return [
    { ...sortable('health'), title: g('status'), render: (_, one) => <HealthTag {...one} /> },
    { ...sortable('name'), title: t('name'), render: (_, one) => <Name one={one} /> },
    { ...sortable('driver'), title: g('engine'), dataIndex: 'driver_label' },
    { ...sortable('version'), title: t('version'), render: (_, one) => one.main_version ?? '–' },
    { key: 'address', title: t('address'), render: (_, one) => <code>{addressOf(one)}</code> },
    {
      ...sortable('environment'),
      title: g('environment'),
      render: (_, one) => <EnvironmentTag environment={one.environment} />,
    },
    { ...sortable('size_bytes'), title: t('size'), align: 'right', render: (_, one) => sizeOf(one) },
    {
      ...sortable('last_checked_at'),
      title: t('lastCheck'),
      render: (_, one) => <Moment time={one.last_checked_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 48,
      render: (_, one) => <InstanceMenu instance={one} onEdit={() => onEdit(one)} />,
    },
  ];
}

function sizeOf({ size_bytes: bytes }: Instance): string {
  return bytes === null ? '–' : formatBytes(bytes);
}

function Name({ one }: { one: Instance }) {
  const t = useTexts(instancesTexts);
  return (
    <>
      <div className={styles.names}>
        <Link to={governPaths.instance(one.id)}>{one.name}</Link>
        {!one.is_active && <Tag>{t('inactive')}</Tag>}
        {one.is_sample && <Tag>{t('sample')}</Tag>}
        <InstanceTags tags={one.tags} />
      </div>
      {one.description && <div className={styles.note}>{one.description}</div>}
    </>
  );
}

function Card({ one, onEdit }: { one: Instance; onEdit: () => void }) {
  return (
    <div className={styles.card}>
      <div className={styles.cardText}>
        <Name one={one} />
        <div className={styles.facts}>
          <HealthTag {...one} />
          <EnvironmentTag environment={one.environment} />
          <span>{one.version ?? one.driver_label}</span>
          <span>{sizeOf(one)}</span>
          <Moment time={one.last_checked_at} />
        </div>
      </div>
      <InstanceMenu instance={one} onEdit={onEdit} />
    </div>
  );
}
