import { PlusOutlined } from '@ant-design/icons';
import { type User, userEndpoints } from '@sextant/contract/users';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { UserDrawer } from './UserDrawer.tsx';
import { UsersTable } from './UsersTable.tsx';
import { usersTexts } from './users-texts.ts';

const pageSize = 20;

/** The users; search and page stand in the address. */
export function UsersPage() {
  const t = useTexts(usersTexts);
  const [address, setAddress] = useSearchParams();
  const [edited, setEdited] = useState<User | 'new' | null>(null);
  const q = address.get('q') ?? '';
  const page = Math.max(1, Number(address.get('page')) || 1);
  const sought = useDebounced(q, 250);
  const users = useQuery({
    queryKey: ['users', sought, page],
    queryFn: ({ signal }) =>
      call(userEndpoints.list, {
        query: { limit: pageSize, offset: (page - 1) * pageSize, q: sought || undefined },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  const show = (next: { q?: string; page?: number }) => {
    const entries = Object.entries({ q: next.q ?? q, page: String(next.page ?? 1) });
    setAddress(
      entries.filter(([name, value]) => value !== '' && !(name === 'page' && value === '1')),
      { replace: true },
    );
  };
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      <Input.Search
        allowClear
        value={q}
        placeholder={t('search')}
        aria-label={t('search')}
        style={{ maxWidth: 360, marginBottom: 16 }}
        onChange={(event) => show({ q: event.target.value })}
      />
      {users.isPending && <PageSkeleton />}
      {users.isError && <ErrorNotice error={users.error} onRetry={() => void users.refetch()} />}
      {users.data && (
        <UsersTable
          users={users.data.users}
          loading={users.isPlaceholderData}
          pagination={{ current: page, pageSize, total: users.data.total }}
          onPage={(next) => show({ page: next })}
          onEdit={setEdited}
        />
      )}
      {edited !== null && (
        <UserDrawer user={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </PageFrame>
  );
}
