import { type FileSettings, fileSettingsEndpoints } from '@sextant/contract/file-settings';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, InputNumber, Select } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { BytesInput } from './BytesInput.tsx';
import { FileUsage } from './FileUsage.tsx';
import styles from './system.module.css';
import { systemKeys, useFileSettings } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

/** The limits of files, and what each person has stored. */
export function FilesTab() {
  const settings = useFileSettings();
  if (settings.isError) return <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;
  return (
    <>
      <LimitsForm settings={settings.data} />
      <FileUsage />
    </>
  );
}

function LimitsForm({ settings }: { settings: FileSettings }) {
  const t = useTexts(systemTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<FileSettings>();
  const save = useMutation({
    mutationFn: (body: FileSettings) => call(fileSettingsEndpoints.update, { body }),
    onSuccess(saved) {
      client.setQueryData(systemKeys.files, saved);
      void client.invalidateQueries({ queryKey: systemKeys.fileUsage });
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  const days = { min: 1, max: 3650, precision: 0, suffix: t('days'), style: { width: 180 } };
  const types = { mode: 'tags' as const, open: false, suffixIcon: null, tokenSeparators: [' ', ',', '，'] };
  return (
    <Form
      form={form}
      layout="vertical"
      className={styles.form}
      initialValues={settings}
      onFinish={(values) => save.mutate(values)}
    >
      {save.isError && <ErrorNotice error={save.error} />}
      <Form.Item name="max_file_bytes" label={t('maxFile')} required>
        <BytesInput />
      </Form.Item>
      <Form.Item name="quota_bytes" label={t('quota')} extra={t('quotaHint')} required>
        <BytesInput />
      </Form.Item>
      <Form.Item name="allowed_types" label={t('allowed')} extra={t('typesHint')}>
        <Select {...types} placeholder={t('allTypes')} />
      </Form.Item>
      <Form.Item name="blocked_types" label={t('blocked')}>
        <Select {...types} placeholder={t('noTypes')} />
      </Form.Item>
      <Form.Item name="trash_days" label={t('trashDays')}>
        <InputNumber {...days} />
      </Form.Item>
      <Form.Item name="link_max_days" label={t('linkDays')}>
        <InputNumber {...days} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('save')}
      </Button>
    </Form>
  );
}
