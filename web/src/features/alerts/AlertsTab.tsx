import { type Alert, alertEndpoints, alertKindSchema, alertSchema } from '@sextant/contract/alerts';
import { App, Badge, Button, Select, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './Alerts.module.css';
import { alertsPaths, placeOfKind } from './alerts-paths.ts';
import { useAlertAct, useAlertRules, useAlerts } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';
import { SeverityTag } from './SeverityTag.tsx';

/** Alerts that fire now and those that are over, newest first; filters and page stand in the address. */
export function AlertsTab() {
  const t = useTexts(alertsTexts);
  const phone = usePhone();
  const { page, values, show, query } = useListAddress(['state', 'kind', 'rule_id']);
  const state = alertSchema.shape.state.safeParse(values.state).data;
  const kind = alertKindSchema.safeParse(values.kind).data;
  const alerts = useAlerts({
    limit: query.limit,
    offset: query.offset,
    state,
    kind,
    rule_id: values.rule_id,
  });
  const rules = useAlertRules().data ?? [];
  const filtered = state !== undefined || kind !== undefined || values.rule_id !== undefined;
  const wide: TableColumnsType<Alert> = [
    { title: t('state'), key: 'state', width: 110, render: (_, alert) => <State alert={alert} /> },
    { title: t('what'), key: 'what', render: (_, alert) => <What alert={alert} /> },
    {
      title: t('severity'),
      dataIndex: 'severity',
      width: 100,
      render: (_, { severity }) => <SeverityTag severity={severity} />,
    },
    { title: t('fired'), dataIndex: 'fired_at', width: 130, render: (at: string) => <Moment time={at} /> },
    { title: t('ended'), key: 'ended', width: 170, render: (_, alert) => <Ended alert={alert} /> },
    { title: '', key: 'act', width: 90, render: (_, alert) => <Resolve alert={alert} /> },
  ];
  const narrow: TableColumnsType<Alert> = [
    {
      key: 'card',
      render: (_, alert) => (
        <>
          <What alert={alert} />
          <div className={styles.facts}>
            <State alert={alert} />
            <SeverityTag severity={alert.severity} />
            <Moment time={alert.fired_at} />
            <Resolve alert={alert} />
          </div>
        </>
      ),
    },
  ];
  return (
    <>
      <FilterBar>
        <Select
          allowClear
          aria-label={t('state')}
          placeholder={t('allStates')}
          value={state}
          options={alertSchema.shape.state.options.map((value) => ({ value, label: t(value) }))}
          onChange={(value?: string) => show({ state: value })}
        />
        <Select
          allowClear
          aria-label={t('kind')}
          placeholder={t('allKinds')}
          value={kind}
          options={alertKindSchema.options.map((value) => ({ value, label: t(value) }))}
          onChange={(value?: string) => show({ kind: value })}
        />
        {values.rule_id !== undefined && (
          <Select
            allowClear
            aria-label={t('ofRule')}
            value={values.rule_id}
            options={rules.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(value?: string) => show({ rule_id: value })}
          />
        )}
      </FilterBar>
      {alerts.isPending && <PageSkeleton />}
      {alerts.isError && <ErrorNotice error={alerts.error} onRetry={() => void alerts.refetch()} />}
      {alerts.data && (
        <Table<Alert>
          rowKey="id"
          size="middle"
          dataSource={alerts.data.alerts}
          loading={alerts.isPlaceholderData}
          showHeader={!phone}
          locale={{ emptyText: t(filtered ? 'noAlertsMatch' : 'noAlerts') }}
          pagination={{
            current: page,
            pageSize,
            total: alerts.data.total,
            hideOnSinglePage: true,
            showSizeChanger: false,
            showTotal: (count) => t('total', { count }),
            onChange: (next) => show({ page: next }),
          }}
          columns={phone ? narrow : wide}
        />
      )}
    </>
  );
}

function State({ alert: { state } }: { alert: Alert }) {
  const t = useTexts(alertsTexts);
  return <Badge status={state === 'firing' ? 'error' : 'success'} text={t(state)} />;
}

function What({ alert: { id, title, body, kind, rule_id, rule_name } }: { alert: Alert }) {
  const t = useTexts(alertsTexts);
  const isAdmin = useMay('admin');
  return (
    <div className={styles.what}>
      <div>{title}</div>
      <div className={styles.faint}>{body}</div>
      <div className={styles.facts}>
        <Link to={placeOfKind[kind]}>{t('look')}</Link>
        {rule_id === null ? (
          <span>
            {rule_name} ({t('ruleGone')})
          </span>
        ) : (
          <Link to={alertsPaths.ofRule(rule_id)}>{rule_name}</Link>
        )}
        {isAdmin && <Link to={alertsPaths.deliveriesOf(id)}>{t('deliveries')}</Link>}
      </div>
    </div>
  );
}

function Ended({ alert: { resolved_at, resolved_by } }: { alert: Alert }) {
  const t = useTexts(alertsTexts);
  if (resolved_at === null) return '–';
  return (
    <>
      <Moment time={resolved_at} />
      <div className={styles.faint}>
        {resolved_by === null ? t('endedItself') : t('endedBy', { name: resolved_by })}
      </div>
    </>
  );
}

function Resolve({ alert: { id, state, title } }: { alert: Alert }) {
  const t = useTexts(alertsTexts);
  const { modal } = App.useApp();
  const resolve = useAlertAct(() => call(alertEndpoints.resolve, { params: { id } }));
  if (state !== 'firing') return null;
  const ask = () =>
    modal.confirm({
      title: t('confirmResolve', { title }),
      content: t('confirmResolveText'),
      okText: t('resolve'),
      cancelText: t('cancel'),
      onOk: () => resolve.mutateAsync(undefined).catch(() => undefined),
    });
  return (
    <Button size="small" aria-label={`${t('resolve')} ${title}`} loading={resolve.isPending} onClick={ask}>
      {t('resolve')}
    </Button>
  );
}
