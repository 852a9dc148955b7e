import { PlusOutlined } from '@ant-design/icons';
import { type AlertRule, alertEndpoints, alertThresholds } from '@sextant/contract/alerts';
import { App, Button, Space, Switch, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './Alerts.module.css';
import { alertsPaths } from './alerts-paths.ts';
import { useAlertAct, useAlertChannels, useAlertRules } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';
import { RuleDrawer } from './RuleDrawer.tsx';
import { SeverityTag } from './SeverityTag.tsx';

/** What is watched, and who is told; only administrators change it. */
export function RulesTab() {
  const t = useTexts(alertsTexts);
  const isAdmin = useMay('admin');
  const [edited, setEdited] = useState<AlertRule | 'new' | null>(null);
  const rules = useAlertRules();
  const channels = useAlertChannels(isAdmin).data ?? [];
  const columns: TableColumnsType<AlertRule> = [
    { title: t('name'), key: 'name', render: (_, rule) => <Name rule={rule} /> },
    { title: t('condition'), key: 'condition', render: (_, rule) => <Condition rule={rule} /> },
    {
      title: t('severity'),
      dataIndex: 'severity',
      render: (_, { severity }) => <SeverityTag severity={severity} />,
    },
    {
      title: t('firingNow'),
      dataIndex: 'firing',
      align: 'right',
      render: (firing: number) => (firing > 0 ? <Tag color="error">{firing}</Tag> : 0),
    },
    {
      title: t('lastFired'),
      dataIndex: 'last_fired_at',
      render: (at: string | null) => (at === null ? t('never') : <Moment time={at} />),
    },
  ];
  if (isAdmin) {
    columns.splice(3, 0, {
      title: t('channels'),
      key: 'channels',
      render: (_, { channel_ids: ids }) =>
        channels
          .filter(({ id }) => ids.includes(id))
          .map(({ name }) => name)
          .join('、') || <span className={styles.faint}>{t('channelsDefault')}</span>,
    });
    columns.push({
      title: '',
      key: 'act',
      render: (_, rule) => <Acts rule={rule} onEdit={() => setEdited(rule)} />,
    });
  }
  return (
    <>
      {isAdmin && (
        <div className={styles.bar}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('newRule')}
          </Button>
        </div>
      )}
      {rules.isPending && <PageSkeleton />}
      {rules.isError && <ErrorNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && (
        <Table<AlertRule>
          rowKey="id"
          size="middle"
          dataSource={rules.data}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: t('noRules') }}
          columns={columns}
        />
      )}
      {edited !== null && (
        <RuleDrawer
          rule={edited === 'new' ? null : edited}
          channels={channels}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function Name({ rule: { id, name, kind, is_active } }: { rule: AlertRule }) {
  const t = useTexts(alertsTexts);
  return (
    <>
      <Link to={alertsPaths.ofRule(id)}>{name}</Link> {!is_active && <Tag>{t('inactive')}</Tag>}
      <div className={styles.faint}>{t(kind)}</div>
    </>
  );
}

function Condition({ rule: { kind, threshold, target } }: { rule: AlertRule }) {
  const t = useTexts(alertsTexts);
  const known = alertThresholds[kind];
  return (
    <>
      {known && threshold !== null ? `${threshold} ${t(`unit_${known.unit}`)}` : t('atOnce')}
      <div className={styles.faint}>{target === '' ? t('everything') : target}</div>
    </>
  );
}

function Acts({ rule, onEdit }: { rule: AlertRule; onEdit: () => void }) {
  const t = useTexts(alertsTexts);
  const { modal, message } = App.useApp();
  const { id, name, is_active } = rule;
  const setActive = useAlertAct((next: boolean) =>
    call(alertEndpoints.updateRule, { params: { id }, body: { is_active: next } }),
  );
  const remove = useAlertAct(() => call(alertEndpoints.removeRule, { params: { id } }));
  const ask = () =>
    modal.confirm({
      title: t('removeRule', { name }),
      content: t('removeRuleText'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () =>
        remove.mutateAsync(undefined).then(
          () => void message.success(t('removed')),
          () => undefined,
        ),
    });
  return (
    <Space>
      <Switch
        size="small"
        checked={is_active}
        loading={setActive.isPending}
        aria-label={`${t('isActive')} ${name}`}
        onChange={(next) => setActive.mutate(next)}
      />
      <Button type="link" size="small" aria-label={`${t('edit')} ${name}`} onClick={onEdit}>
        {t('edit')}
      </Button>
      <Button type="link" size="small" danger aria-label={`${t('remove')} ${name}`} onClick={ask}>
        {t('remove')}
      </Button>
    </Space>
  );
}
