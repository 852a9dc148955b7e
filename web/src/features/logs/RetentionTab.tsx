import { type LogSettings, logEndpoints } from '@sextant/contract/logs';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, InputNumber, Space, Switch } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { useErrorDialog } from '../../ui/use-error-dialog.tsx';
import { logKeys, useLogSettings } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import styles from './StatisticsTab.module.css';

/** How long entries are kept, and cleaning up by hand. */
export function RetentionTab() {
  const settings = useLogSettings();
  if (settings.isError) return <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return (
    <div className={styles.parts}>
      <SettingsForm settings={settings.data} />
      <CleanUp keepDays={settings.data.keep_days} />
    </div>
  );
}

function SettingsForm({ settings }: { settings: LogSettings }) {
  const t = useTexts(logsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<LogSettings>();
  const save = useMutation({
    mutationFn: (body: LogSettings) => call(logEndpoints.updateSettings, { body }),
    onSuccess: (next) => {
      client.setQueryData(logKeys.settings, next);
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <section className={styles.panel}>
      <h2>{t('tabSettings')}</h2>
      <p>{t('settingsText')}</p>
      <Form form={form} layout="vertical" initialValues={settings} onFinish={save.mutate}>
        <Form.Item name="keep_days" label={t('keepDays')} rules={[{ required: true }]}>
          <InputNumber min={1} max={3650} precision={0} suffix={t('days')} style={{ width: 220 }} />
        </Form.Item>
        <Form.Item name="max_entries" label={t('maxEntries')} rules={[{ required: true }]}>
          <InputNumber
            min={1000}
            max={50_000_000}
            precision={0}
            suffix={t('entries')}
            style={{ width: 220 }}
          />
        </Form.Item>
        <Form.Item
          name="log_requests"
          label={t('logRequests')}
          extra={t('logRequestsHint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        {save.isError && <ErrorNotice error={save.error} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </Form>
    </section>
  );
}

function CleanUp({ keepDays }: { keepDays: number }) {
  const t = useTexts(logsTexts);
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const [days, setDays] = useState(keepDays);
  const cleanUp = useMutation({
    mutationFn: () => call(logEndpoints.cleanup, { body: { days } }),
    onSuccess: async ({ deleted_count: count }) => {
      await client.invalidateQueries({ queryKey: logKeys.all });
      void message.success(t('cleaned', { count }));
    },
    onError: useErrorDialog(),
  });
  const ask = () =>
    modal.confirm({
      title: days === 0 ? t('confirmCleanupAll') : t('confirmCleanup', { days }),
      content: t('cannotUndo'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      cancelText: t('cancel'),
      onOk: () => cleanUp.mutateAsync().catch(() => undefined),
    });
  return (
    <section className={styles.panel}>
      <h2>{t('cleanup')}</h2>
      <p>{t('cleanupText')}</p>
      <Space wrap>
        <InputNumber
          min={0}
          max={3650}
          precision={0}
          value={days}
          suffix={t('days')}
          aria-label={t('cleanupDays')}
          onChange={(next) => setDays(next ?? keepDays)}
          style={{ width: 220 }}
        />
        <Button danger loading={cleanUp.isPending} onClick={ask}>
          {t('cleanup')}
        </Button>
      </Space>
    </section>
  );
}
