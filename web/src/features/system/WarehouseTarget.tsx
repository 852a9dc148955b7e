import type { DataOf } from '@sextant/contract/endpoint';
import { warehouseEndpoints } from '@sextant/contract/tables';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Form, Select, Space, Steps } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { useConnections } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './system.module.css';
import { systemTexts } from './system-texts.ts';

/** Servers that can hold collected tables; the test tells about those that speak like one of them. */
const serverDrivers = new Set(['postgresql', 'mysql', 'clickhouse']);
const ownFile = '';

interface Props {
  warehouse: DataOf<typeof warehouseEndpoints.get>;
  onBegun: (executionId: string) => void;
}

/** Choosing another place and trying it out; only what passed the test can be switched to. */
export function WarehouseTarget({ warehouse, onBegun }: Props) {
  const t = useTexts(systemTexts);
  const { modal } = App.useApp();
  const connections = useConnections().data ?? [];
  const [target, setTarget] = useState<string>();
  const body = { connection_id: target === undefined || target === ownFile ? null : target };
  const test = useMutation({ mutationFn: () => call(warehouseEndpoints.test, { body }) });
  const begin = useMutation({
    mutationFn: () => call(warehouseEndpoints.update, { body }),
    onSuccess: ({ execution_id }) => onBegun(execution_id),
  });
  const options = [
    ...(warehouse.connection_id === null ? [] : [{ value: ownFile, label: t('ownFile') }]),
    ...connections
      .filter(({ id, driver }) => serverDrivers.has(driver) && id !== warehouse.connection_id)
      .map(({ id, name, driver }) => ({ value: id, label: `${name} (${driver})` })),
  ];
  const name = options.find(({ value }) => value === target)?.label ?? '';
  const usable = test.data?.usable === true;
  const confirm = () =>
    modal.confirm({
      title: t('switchTitle', { name }),
      content: t('switchConfirm', { figure: warehouse.tables_count }),
      okText: t('begin'),
      cancelText: t('cancel'),
      onOk: () => begin.mutateAsync().catch(() => undefined),
    });
  return (
    <>
      <Steps
        size="small"
        className={styles.steps}
        current={usable ? 2 : target === undefined ? 0 : 1}
        items={[t('stepChoose'), t('stepTest'), t('stepCopy'), t('stepDone')].map((title) => ({ title }))}
      />
      <Form layout="vertical">
        <Form.Item
          label={t('target')}
          extra={options.length === 0 && <Link to="/settings/connections">{t('noTargets')}</Link>}
        >
          <Select
            aria-label={t('target')}
            placeholder={t('chooseTarget')}
            style={{ maxWidth: 480 }}
            value={target}
            options={options}
            onChange={(next: string) => {
              setTarget(next);
              test.reset();
              begin.reset();
            }}
          />
        </Form.Item>
      </Form>
      {test.data && (
        <Alert type={usable ? 'success' : 'error'} showIcon title={test.data.message} role="status" />
      )}
      {test.isError && <ErrorNotice error={test.error} />}
      {begin.isError && <ErrorNotice error={begin.error} />}
      <Space wrap className={styles.buttons}>
        <Button disabled={target === undefined} loading={test.isPending} onClick={() => test.mutate()}>
          {t('test')}
        </Button>
        <Button type="primary" disabled={!usable} loading={begin.isPending} onClick={confirm}>
          {t('copyAndSwitch')}
        </Button>
      </Space>
    </>
  );
}
