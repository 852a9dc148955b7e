import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { classificationEndpoints, type Rule } from '@sextant/contract/classification';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown, Select, Switch, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { ClassTag } from '../accounts/ClassTag.tsx';
import { useClasses } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { ruleName } from '../rule-name.ts';
import { useOpened } from '../use-opened.ts';
import { useReloadClasses, useRules } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';
import { RuleDrawer } from './RuleDrawer.tsx';

/** The rules, of one class or of all; the class stands in the address. */
export function RulesTab() {
  const t = useTexts(classificationTexts);
  const textIn = useTextIn();
  const mayManage = useMay('scheduler:manage');
  const [classId, chooseClass] = useOpened('class');
  const classes = useClasses().data ?? [];
  const rules = useRules(classId ?? undefined);
  const [edited, setEdited] = useState<Rule | 'new' | null>(null);
  const columns = useColumns(mayManage ? setEdited : null);
  if (rules.isError) return <ErrorNotice error={rules.error} onRetry={() => void rules.refetch()} />;
  if (!rules.data) return <PageSkeleton />;
  return (
    <>
      <FilterBar>
        <Select
          allowClear
          aria-label={t('class')}
          placeholder={t('allClasses')}
          value={classId ?? undefined}
          options={classes.map(({ id, name }) => ({ value: id, label: textIn(name) }))}
          onChange={(value?: string) => chooseClass(value ?? null)}
        />
        {mayManage && (
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('addRule')}
          </Button>
        )}
      </FilterBar>
      <Table<Rule>
        rowKey="id"
        size="middle"
        dataSource={rules.data}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('noRules') }}
        pagination={rules.data.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={columns}
      />
      {edited !== null && (
        <RuleDrawer
          known={edited === 'new' ? null : edited}
          classId={classId}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function useColumns(onEdit: ((rule: Rule) => void) | null): TableColumnsType<Rule> {
  const t = useTexts(classificationTexts);
  const { language } = usePreferences();
  const classes = useClasses().data ?? [];
  return [
    {
      title: t('class'),
      key: 'class',
      render: (_, { class_id: classId }) => {
        const known = classes.find(({ id }) => id === classId);
        return known && <ClassTag name={known.name} color={known.color} />;
      },
    },
    {
      title: t('name'),
      key: 'name',
      render: (_, rule) => {
        const name = ruleName(rule.name, language);
        if (onEdit === null) return name;
        return (
          <Button type="link" style={{ padding: 0 }} onClick={() => onEdit(rule)}>
            {name}
          </Button>
        );
      },
    },
    {
      title: t('expression'),
      key: 'expression',
      render: (_, { expression }) => (
        <code style={{ display: 'block', maxWidth: 520, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          {expression}
        </code>
      ),
    },
    {
      title: t('matched'),
      key: 'matched',
      align: 'right',
      render: (_, { matched_count: count }) => count ?? '–',
    },
    {
      title: t('active'),
      key: 'active',
      render: (_, rule) => <ActiveSwitch rule={rule} disabled={onEdit === null} />,
    },
    {
      title: '',
      key: 'actions',
      width: 48,
      render: (_, rule) => onEdit && <RuleMenu rule={rule} onEdit={() => onEdit(rule)} />,
    },
  ];
}

function ActiveSwitch({ rule, disabled }: { rule: Rule; disabled: boolean }) {
  const t = useTexts(classificationTexts);
  const reload = useReloadClasses();
  const change = useMutation({
    mutationFn: (is_active: boolean) =>
      call(classificationEndpoints.updateRule, { params: { id: rule.id }, body: { is_active } }),
    onSuccess: reload,
    onError: useErrorDialog(),
  });
  return (
    <Switch
      size="small"
      aria-label={`${t('active')} ${rule.name}`}
      checked={rule.is_active}
      disabled={disabled}
      loading={change.isPending}
      onChange={(next) => change.mutate(next)}
    />
  );
}

function RuleMenu({ rule, onEdit }: { rule: Rule; onEdit: () => void }) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const { modal, message } = App.useApp();
  const reload = useReloadClasses();
  const remove = useMutation({
    mutationFn: () => call(classificationEndpoints.removeRule, { params: { id: rule.id } }),
    async onSuccess() {
      await reload();
      void message.success(g('removed'));
    },
    onError: useErrorDialog(),
  });
  const confirmRemoval = () =>
    modal.confirm({
      title: t('removeRule', { name: rule.name }),
      content: t('removeRuleText'),
      okText: g('remove'),
      okButtonProps: { danger: true },
      cancelText: g('cancel'),
      onOk: () => remove.mutateAsync().catch(() => undefined),
    });
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'edit', label: g('edit'), onClick: onEdit },
          { key: 'remove', danger: true, label: g('remove'), onClick: confirmRemoval },
        ],
      }}
    >
      <Button type="text" icon={<MoreOutlined />} aria-label={`${g('actions')} ${rule.name}`} />
    </Dropdown>
  );
}
