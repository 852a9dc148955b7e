import type { OwnLogin } from '@sextant/contract/credentials';
import { Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { useOwnLogins } from './credentials-queries.ts';
import { credentialsTexts } from './credentials-texts.ts';

const pageSize = 20;

/** The logins that connections have for themselves, each with the connection that uses it. */
export function OwnLogins({ q }: { q: string }) {
  const t = useTexts(credentialsTexts);
  const [page, setPage] = useState(1);
  const logins = useOwnLogins({ q: q || undefined, limit: pageSize, offset: (page - 1) * pageSize });
  if (logins.isError) return <ErrorNotice error={logins.error} onRetry={() => void logins.refetch()} />;
  if (!logins.data || (logins.data.total === 0 && q === '')) return null;
  return (
    <section style={{ marginTop: 32 }}>
      <h2 style={{ margin: 0, fontSize: 18 }}>{t('ownTitle')}</h2>
      <p style={{ color: 'var(--ant-color-text-secondary)' }}>{t('ownText')}</p>
      <Table<OwnLogin>
        rowKey={({ connection }) => connection.id}
        size="middle"
        dataSource={logins.data.logins}
        loading={logins.isPlaceholderData}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('noMatch') }}
        pagination={{
          current: page,
          pageSize,
          total: logins.data.total,
          hideOnSinglePage: true,
          onChange: setPage,
        }}
        columns={[
          {
            title: t('usedFor'),
            key: 'connection',
            render: (_, { connection: { id, name, driver } }) => (
              <>
                <Link to={`/govern/instances/${encodeURIComponent(id)}`}>{name}</Link> <Tag>{driver}</Tag>
              </>
            ),
          },
          {
            title: t('username'),
            key: 'username',
            render: (_, { username }) => (username === '' ? '–' : <code>{username}</code>),
          },
          {
            title: t('keptSecrets'),
            key: 'secrets',
            render: (_, { secrets, password }) =>
              secrets.length === 0
                ? '–'
                : secrets.map((name) => <div key={name}>{`${name} ${password}`}</div>),
          },
          { title: t('since'), key: 'since', render: (_, one) => <Moment time={one.updated_at} /> },
          { title: t('owner'), key: 'owner', render: (_, { owner }) => owner ?? '–' },
        ]}
      />
    </section>
  );
}
