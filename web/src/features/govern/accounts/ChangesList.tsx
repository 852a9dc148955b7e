import {
  type AccountChange,
  type AccountChangeKind,
  accountChangeKindSchema,
} from '@sextant/contract/accounts';
import { Empty, Input, Pagination, Select, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { governPaths } from '../govern-paths.ts';
import { useAccountChanges } from '../govern-queries.ts';
import { accountsTexts } from './accounts-texts.ts';
import styles from './ChangesList.module.css';

const pageSize = 20;

const colours: Partial<Record<AccountChangeKind, string>> = {
  account_added: 'blue',
  account_removed: 'gray',
  privilege_granted: 'orange',
  role_granted: 'orange',
  superuser_gained: 'red',
  privilege_revoked: 'green',
  role_revoked: 'green',
  superuser_lost: 'green',
};

/** What changed of an instance's accounts, or of one account, as a timeline with the newest first. */
export function ChangesList({ connectionId, accountId }: { connectionId?: string; accountId?: string }) {
  const t = useTexts(accountsTexts);
  const [q, setQ] = useState('');
  const [kind, setKind] = useState<AccountChangeKind>();
  const [page, setPage] = useState(1);
  const sought = useDebounced(q);
  const changes = useAccountChanges({
    q: sought || undefined,
    kind,
    connection_id: connectionId,
    account_id: accountId,
    limit: pageSize,
    offset: (page - 1) * pageSize,
  });
  const filtered = q !== '' || kind !== undefined;
  return (
    <>
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchChanges')}
          aria-label={t('searchChanges')}
          onChange={(event) => {
            setQ(event.target.value);
            setPage(1);
          }}
        />
        <Select
          allowClear
          aria-label={t('allKinds')}
          placeholder={t('allKinds')}
          value={kind}
          options={accountChangeKindSchema.options.map((value) => ({ value, label: t(`k_${value}`) }))}
          onChange={(value?: AccountChangeKind) => {
            setKind(value);
            setPage(1);
          }}
        />
      </FilterBar>
      {changes.isPending && <PageSkeleton />}
      {changes.isError && <ErrorNotice error={changes.error} onRetry={() => void changes.refetch()} />}
      {changes.data?.total === 0 && <Empty description={t(filtered ? 'changesNoMatch' : 'changesEmpty')} />}
      {changes.data && changes.data.total > 0 && (
        <Timeline
          style={{ paddingTop: 8 }}
          items={changes.data.changes.map((change) => ({
            key: change.number,
            color: colours[change.kind] ?? 'gray',
            content: <Change change={change} showsAccount={accountId === undefined} />,
          }))}
        />
      )}
      {changes.data && changes.data.total > pageSize && (
        <Pagination
          align="end"
          current={page}
          pageSize={pageSize}
          total={changes.data.total}
          showSizeChanger={false}
          onChange={setPage}
        />
      )}
    </>
  );
}

function Change({ change, showsAccount }: { change: AccountChange; showsAccount: boolean }) {
  const t = useTexts(accountsTexts);
  const textIn = useTextIn();
  const { at, kind, text, account_id: id, connection_id: connectionId, account } = change;
  return (
    <div className={styles.text}>
      <div>
        <Tag>{t(`k_${kind}`)}</Tag>
        {textIn(text)}
      </div>
      <div className={styles.when}>
        <Moment time={at} />
        {showsAccount && id !== null && (
          <>
            {' · '}
            <Link to={`${governPaths.instance(connectionId, 'accounts')}?account=${id}`}>{account}</Link>
          </>
        )}
      </div>
    </div>
  );
}
