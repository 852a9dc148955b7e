import { collectSettingsEndpoints } from '@sextant/contract/collect-settings';
import type { DataOf } from '@sextant/contract/endpoint';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, InputNumber, Select, Switch } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { ModuleStates } from './ModuleStates.tsx';
import { SchedulerState } from './SchedulerState.tsx';
import styles from './system.module.css';
import { systemKeys, useCollectSettings } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

type CollectSettings = DataOf<typeof collectSettingsEndpoints.get>;

/** What runs now, and how much and how long the installation collects at once. */
export function CollectTab() {
  const settings = useCollectSettings();
  if (settings.isError) return <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return (
    <>
      <SchedulerState />
      <CollectForm settings={settings.data} />
    </>
  );
}

function CollectForm({ settings }: { settings: CollectSettings }) {
  const t = useTexts(systemTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<CollectSettings>();
  const save = useMutation({
    mutationFn: (body: CollectSettings) => call(collectSettingsEndpoints.update, { body }),
    onSuccess(saved) {
      client.setQueryData(systemKeys.collect, saved);
      void client.invalidateQueries({ queryKey: systemKeys.modules });
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const retries = Form.useWatch('retry_enabled', form) ?? settings.retry_enabled;
  const whole = { precision: 0, style: { width: 180 } };
  return (
    <Form
      form={form}
      layout="vertical"
      className={styles.form}
      initialValues={settings}
      onFinish={(values) => save.mutate(values)}
    >
      {save.isError && <ErrorNotice error={save.error} />}
      <Form.Item name="max_concurrent_tasks" label={t('concurrency')} extra={t('concurrencyHint')} required>
        <InputNumber min={1} max={64} {...whole} />
      </Form.Item>
      <Form.Item name="default_timeout_seconds" label={t('timeout')} extra={t('timeoutHint')} required>
        <InputNumber min={1} max={86_400} suffix={t('seconds')} {...whole} />
      </Form.Item>
      <Form.Item name="retry_enabled" label={t('retry')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="max_retries" label={t('retries')}>
        <InputNumber min={0} max={10} disabled={!retries} suffix={t('times')} {...whole} />
      </Form.Item>
      <Form.Item name="python_modules" label={t('modules')} extra={t('modulesHint')}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，']} />
      </Form.Item>
      <ModuleStates />
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('save')}
      </Button>
    </Form>
  );
}
