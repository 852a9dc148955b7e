import { DownloadOutlined } from '@ant-design/icons';
import { accountEndpoints, gradeSchema } from '@sextant/contract/accounts';
import { Button, Input, Select } from 'antd';
import { callRaw } from '../../../lib/api-client.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useSaveResponse } from '../../../ui/use-save-response.ts';
import { useAccountStatistics, useAccounts, useClasses } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { useOpened } from '../use-opened.ts';
import { AccountDrawer } from './AccountDrawer.tsx';
import { AccountsTable, accountSortOf } from './AccountsTable.tsx';
import { accountFilters, accountQuery, allNarrowings, narrowingsOf } from './account-filter.ts';
import { accountsTexts } from './accounts-texts.ts';

/** Accounts of all instances, or of one: filters, page and the account that is open stand in the address. */
export function AccountsList({ connectionId }: { connectionId?: string }) {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const { q, page, values, show, query } = useListAddress(accountFilters);
  const [opened, open] = useOpened('account');
  const filter = accountQuery({ ...values, connection: connectionId ?? values.connection }, query.q);
  const sort = accountSortOf(values.sort);
  const order = values.order === 'desc' ? ('desc' as const) : ('asc' as const);
  const accounts = useAccounts({ ...filter, sort, order, limit: query.limit, offset: query.offset });
  const download = useSaveResponse();
  const load = () => callRaw(accountEndpoints.export, { query: { ...filter, sort, order } });
  const { sort: _sort, order: _order, ...narrowed } = values;
  const filtered = q !== '' || Object.values(narrowed).some((value) => value !== undefined);
  return (
    <>
      <FilterBar>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchHint')}
          aria-label={g('search')}
          onChange={(event) => show({ q: event.target.value })}
        />
        <Choices values={values} show={show} everywhere={connectionId === undefined} />
        <Button
          icon={<DownloadOutlined />}
          loading={download.isPending}
          onClick={() => download.mutate({ load, fileName: 'accounts.csv' })}
        >
          {g('exportCsv')}
        </Button>
      </FilterBar>
      {accounts.isPending && <PageSkeleton />}
      {accounts.isError && <ErrorNotice error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {accounts.data && (
        <AccountsTable
          accounts={accounts.data.accounts}
          loading={accounts.isPlaceholderData}
          empty={t(filtered ? 'noMatch' : 'empty')}
          pagination={{ current: page, pageSize, total: accounts.data.total }}
          order={{ sort, order }}
          showsInstance={connectionId === undefined}
          onChange={show}
          onOpen={({ id }) => open(id)}
        />
      )}
      {opened !== null && <AccountDrawer key={opened} id={opened} onClose={() => open(null)} />}
    </>
  );
}

interface ChoicesProps {
  values: { [N in (typeof accountFilters)[number]]: string | undefined };
  show: (change: { [N in (typeof accountFilters)[number]]?: string | undefined }) => void;
  everywhere: boolean;
}

function Choices({ values, show, everywhere }: ChoicesProps) {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const counts = useAccountStatistics().data;
  const classes = useClasses().data ?? [];
  const choice = (
    name: 'engine' | 'connection' | 'class' | 'grade',
    placeholder: string,
    options: { value: string; label: string }[],
  ) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={placeholder}
      placeholder={placeholder}
      value={values[name]}
      popupMatchSelectWidth={false}
      options={options}
      onChange={(value?: string) => show({ [name]: value })}
    />
  );
  return (
    <>
      {everywhere &&
        choice(
          'connection',
          t('allInstances'),
          (counts?.connections ?? []).map(({ connection_id, name, total }) => ({
            value: connection_id,
            label: `${name} (${total})`,
          })),
        )}
      {everywhere &&
        choice(
          'engine',
          t('allEngines'),
          (counts?.engines ?? []).map(({ engine, total }) => ({
            value: engine,
            label: `${engine} (${total})`,
          })),
        )}
      {choice(
        'class',
        t('allClasses'),
        classes.map(({ id, name, accounts_count }) => ({
          value: id,
          label: `${textIn(name)} (${accounts_count})`,
        })),
      )}
      {choice(
        'grade',
        t('allGrades'),
        gradeSchema.options.map((value) => ({
          value,
          label: g(value === 'unknown' ? 'unknownGrade' : value),
        })),
      )}
      <Select
        mode="multiple"
        allowClear
        maxTagCount="responsive"
        aria-label={t('only')}
        placeholder={t('only')}
        value={narrowingsOf(values.only)}
        options={allNarrowings.map((value) => ({ value, label: t(value) }))}
        onChange={(chosen: string[]) => show({ only: chosen.join(',') || undefined })}
      />
    </>
  );
}
