import { MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { type Class, classificationEndpoints } from '@sextant/contract/classification';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { sideOf } from '../../../lib/field-errors.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { ClassTag } from '../accounts/ClassTag.tsx';
import { governPaths } from '../govern-paths.ts';
import { useClasses } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { ClassDrawer } from './ClassDrawer.tsx';
import { useReloadClasses } from './classification-queries.ts';
import { classificationTexts } from './classification-texts.ts';

const riskColours = { low: 'default', medium: 'warning', high: 'orange', critical: 'error' } as const;

/** The classes, the weightiest first. */
export function ClassesTab() {
  const t = useTexts(classificationTexts);
  const mayManage = useMay('scheduler:manage');
  const classes = useClasses();
  const [edited, setEdited] = useState<Class | 'new' | null>(null);
  const columns = useColumns(mayManage ? setEdited : null);
  if (classes.isError) return <ErrorNotice error={classes.error} onRetry={() => void classes.refetch()} />;
  if (!classes.data) return <PageSkeleton />;
  return (
    <>
      {mayManage && (
        <Button icon={<PlusOutlined />} style={{ marginBottom: 12 }} onClick={() => setEdited('new')}>
          {t('addClass')}
        </Button>
      )}
      <Table<Class>
        rowKey="id"
        size="middle"
        dataSource={classes.data}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={columns}
      />
      {edited !== null && (
        <ClassDrawer known={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

function useColumns(onEdit: ((one: Class) => void) | null): TableColumnsType<Class> {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  return [
    {
      title: t('class'),
      key: 'class',
      render: (_, one) => (
        <>
          <ClassTag name={one.name} color={one.color} /> {one.is_system && <Tag>{t('system')}</Tag>}
          {!one.is_active && <Tag>{t('inactive')}</Tag>}
          <Description one={one} />
        </>
      ),
    },
    {
      title: t('accounts'),
      key: 'accounts',
      align: 'right',
      render: (_, { id, accounts_count: count }) => (
        <Link to={governPaths.accountsOf({ class: id })}>{count}</Link>
      ),
    },
    {
      title: t('rulesCount'),
      key: 'rules',
      align: 'right',
      render: (_, { id, rules_count: count }) => (
        <Link to={`${governPaths.classificationTab('rules')}?class=${id}`}>{count}</Link>
      ),
    },
    {
      title: t('risk'),
      key: 'risk',
      render: (_, { risk_level: risk }) => <Tag color={riskColours[risk]}>{t(risk)}</Tag>,
    },
    {
      title: t('allows'),
      key: 'allows',
      render: (_, { allows }) => (allows === 'nothing' ? t('nothing') : g(allows)),
    },
    { title: t('priority'), dataIndex: 'priority', align: 'right' },
    {
      title: '',
      key: 'actions',
      width: 48,
      render: (_, one) => onEdit && <ClassMenu one={one} onEdit={() => onEdit(one)} />,
    },
  ];
}

function Description({ one }: { one: Class }) {
  const { language } = usePreferences();
  const text = one.is_system ? sideOf(one.description, language) : one.description;
  return <div style={{ fontSize: 13, color: 'var(--ant-color-text-description)' }}>{text}</div>;
}

function ClassMenu({ one, onEdit }: { one: Class; onEdit: () => void }) {
  const t = useTexts(classificationTexts);
  const g = useTexts(governTexts);
  const textIn = useTextIn();
  const { modal, message } = App.useApp();
  const reload = useReloadClasses();
  const remove = useMutation({
    mutationFn: () => call(classificationEndpoints.removeClass, { params: { id: one.id } }),
    async onSuccess() {
      await reload();
      void message.success(g('removed'));
    },
    onError: useErrorDialog(),
  });
  const confirmRemoval = () =>
    modal.confirm({
      title: t('removeClass', { name: textIn(one.name) }),
      content: t('removeClassText', { count: one.accounts_count }),
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
          ...(one.is_system
            ? []
            : [{ key: 'remove', danger: true, label: g('remove'), onClick: confirmRemoval }]),
        ],
      }}
    >
      <Button type="text" icon={<MoreOutlined />} aria-label={`${g('actions')} ${textIn(one.name)}`} />
    </Dropdown>
  );
}
