import type { Account } from '@sextant/contract/accounts';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { governPaths } from '../govern-paths.ts';
import { governTexts } from '../govern-texts.ts';
import { ruleName } from '../rule-name.ts';
import { AccountFlags } from './AccountFlags.tsx';
import styles from './AccountsTable.module.css';
import { accountsTexts } from './accounts-texts.ts';
import { ClassTag } from './ClassTag.tsx';
import { GradeTag } from './GradeTag.tsx';

const sorts = ['name', 'connection', 'grade', 'changed_at', 'last_login_at', 'privileges'] as const;
type Sort = (typeof sorts)[number];

export function accountSortOf(value: string | undefined): Sort | undefined {
  return sorts.find((sort) => sort === value);
}

interface Props {
  accounts: Account[];
  loading: boolean;
  empty: string;
  pagination: { current: number; pageSize: number; total: number };
  order: { sort: Sort | undefined; order: 'asc' | 'desc' };
  /** False within one instance. */
  showsInstance: boolean;
  onChange: (change: { page?: number; sort?: string | undefined; order?: string | undefined }) => void;
  onOpen: (account: Account) => void;
}

/** One page of accounts, sorted by the server; on a phone each is a card. */
export function AccountsTable(props: Props) {
  const { accounts, loading, empty, pagination, order, onChange, onOpen } = props;
  const g = useTexts(governTexts);
  const phone = usePhone();
  const wide = useWideColumns(props);
  const narrow: TableColumnsType<Account> = [
    {
      key: 'card',
      render: (_, one) => (
        <>
          <Name one={one} onOpen={() => onOpen(one)} />
          <div className={styles.facts}>
            <span>{one.connection_name}</span>
            <GradeTag grade={one.grade} />
            <Classes one={one} />
          </div>
        </>
      ),
    },
  ];
  return (
    <Table<Account>
      rowKey="id"
      size="middle"
      dataSource={accounts}
      loading={loading}
      showHeader={!phone}
      scroll={phone ? undefined : { x: 'max-content' }}
      locale={{ emptyText: empty }}
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

function useWideColumns({ order, showsInstance, onOpen }: Props): TableColumnsType<Account> {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const sortable = (key: Sort) => ({
    key,
    sorter: true,
    sortOrder:
      order.sort === key ? (order.order === 'desc' ? ('descend' as const) : ('ascend' as const)) : null,
  });
  const instance: TableColumnsType<Account> = [
    {
      ...sortable('connection'),
      title: g('instance'),
      render: (_, one) => (
        <Link to={governPaths.instance(one.connection_id, 'accounts')}>{one.connection_name}</Link>
      ),
    },
    { key: 'engine', title: g('engine'), dataIndex: 'engine' },
  ];
  return [
    {
      ...sortable('name'),
      title: t('account'),
      render: (_, one) => <Name one={one} onOpen={() => onOpen(one)} />,
    },
    ...(showsInstance ? instance : []),
    { key: 'classes', title: t('classes'), render: (_, one) => <Classes one={one} /> },
    { ...sortable('grade'), title: t('grade'), render: (_, { grade }) => <GradeTag grade={grade} /> },
    {
      ...sortable('privileges'),
      title: t('privileges'),
      align: 'right',
      render: (_, { privileges_count: count }) => groupDigits(String(count)),
    },
    {
      ...sortable('last_login_at'),
      title: t('lastLogin'),
      render: (_, { last_login_at: time }) => <Moment time={time} />,
    },
    { key: 'expires', title: t('expires'), render: (_, { expires_at: time }) => <Moment time={time} /> },
    {
      ...sortable('changed_at'),
      title: t('changed'),
      render: (_, { changed_at: time }) => <Moment time={time} />,
    },
  ];
}

function Name({ one, onOpen }: { one: Account; onOpen: () => void }) {
  const textIn = useTextIn();
  return (
    <>
      <div className={styles.tags}>
        <Button type="link" className={styles.name} onClick={onOpen}>
          {one.label}
        </Button>
        <AccountFlags account={one} />
      </div>
      {one.problem !== null && <div className={styles.problem}>{textIn(one.problem)}</div>}
    </>
  );
}

function Classes({ one }: { one: Account }) {
  const { language } = usePreferences();
  return (
    <div className={styles.tags}>
      {one.classes.map(({ class_id, name, color, rule_name, reasons }) => (
        <ClassTag
          key={class_id}
          name={name}
          color={color}
          why={[rule_name === null ? null : ruleName(rule_name, language), ...reasons].map((text) => (
            <div key={text}>{text}</div>
          ))}
        />
      ))}
    </div>
  );
}
