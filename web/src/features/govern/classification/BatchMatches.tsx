import { type Batch, type BatchMatch, batchMatchSchema } from '@sextant/contract/classification';
import { Input, Select, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { pageSize, useListAddress } from '../../../lib/use-list-address.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { ClassTag } from '../accounts/ClassTag.tsx';
import { governPaths } from '../govern-paths.ts';
import { useClasses } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { ruleName } from '../rule-name.ts';
import { useBatchMatches } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import { Reasons } from './RulePreview.tsx';

const changeSchema = batchMatchSchema.shape.change;
const changeColours = { added: 'processing', kept: 'default', removed: 'warning' } as const;

/** Which rule matched whom, why, and what is new; filters and page stand in the address. */
export function BatchMatches({ batch }: { batch: Batch }) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const classes = useClasses().data ?? [];
  const { q, page, values, show, query } = useListAddress(['class', 'rule', 'change']);
  const matches = useBatchMatches(batch.id, {
    ...query,
    class_id: values.class,
    rule_id: values.rule,
    change: changeSchema.safeParse(values.change).data,
  });
  const choice = (
    name: 'class' | 'rule' | 'change',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={values[name]}
      popupMatchSelectWidth={false}
      options={options}
      onChange={(value?: string) => show({ [name]: value })}
    />
  );
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
        {choice(
          'change',
          t('change'),
          changeSchema.options.map((value) => ({ value, label: t(`change_${value}`) })),
        )}
        {choice(
          'class',
          t('class'),
          classes.map(({ id, name }) => ({ value: id, label: textIn(name) })),
        )}
        {choice(
          'rule',
          t('rule'),
          batch.rules.map(({ rule_id, name }) => ({ value: rule_id, label: ruleName(name, language) })),
        )}
      </FilterBar>
      {matches.isError && <ErrorNotice error={matches.error} onRetry={() => void matches.refetch()} />}
      <Table<BatchMatch>
        rowKey="number"
        size="middle"
        dataSource={matches.data?.matches}
        loading={matches.isPending || matches.isPlaceholderData}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('noMatches') }}
        pagination={{
          current: page,
          pageSize,
          total: matches.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (count) => g('total', { count }),
          onChange: (next) => show({ page: next }),
        }}
        columns={[
          {
            title: t('account'),
            key: 'account',
            render: (_, { account, host, account_id: id }) => (
              <Link to={governPaths.accountsOf({ account: id })}>
                {host === null ? account : `${account}@${host}`}
              </Link>
            ),
          },
          {
            title: g('instance'),
            key: 'instance',
            render: (_, { connection_id: id, connection_name: name }) => (
              <Link to={governPaths.instance(id, 'accounts')}>{name}</Link>
            ),
          },
          {
            title: t('class'),
            key: 'class',
            render: (_, { class_name: name, color }) => <ClassTag name={name} color={color} />,
          },
          {
            title: t('change'),
            key: 'change',
            render: (_, { change }) => <Tag color={changeColours[change]}>{t(`change_${change}`)}</Tag>,
          },
          {
            title: t('rule'),
            key: 'rule',
            render: (_, { rule_name: name }) => (name === null ? t('byHand') : ruleName(name, language)),
          },
          { title: t('why'), key: 'why', render: (_, { reasons }) => <Reasons reasons={reasons} /> },
        ]}
      />
    </>
  );
}
