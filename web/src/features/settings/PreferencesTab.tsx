import type { Settings } from '@sextant/contract/settings';
import { App, Form, InputNumber, Radio, Select } from 'antd';
import { setPreferences } from '../../lib/preferences.ts';
import { useConnections, useModels, useSettings, useUpdateSettings } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { formWidth } from './form-width.ts';
import { settingsTexts } from './settings-texts.ts';

/** How the product looks and answers for this person; every choice is kept as soon as it is made. */
export function PreferencesTab() {
  const t = useTexts(settingsTexts);
  const { message } = App.useApp();
  const settings = useSettings();
  const connections = useConnections();
  const models = useModels();
  const update = useUpdateSettings();
  if (settings.isError) return <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return <PageSkeleton />;

  const change = (part: Partial<Settings>) => {
    if (part.language !== undefined || part.theme !== undefined) {
      setPreferences({
        ...(part.language && { language: part.language }),
        ...(part.theme && { theme: part.theme }),
      });
    }
    update.mutate(part, { onSuccess: () => void message.success(t('saved')) });
  };
  return (
    <div style={formWidth}>
      {update.isError && <ErrorNotice error={update.error} />}
      <Form layout="vertical" initialValues={settings.data} onValuesChange={change}>
        <Form.Item name="language" label={t('language')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'zh', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Form.Item>
        <Form.Item name="theme" label={t('theme')}>
          <Radio.Group
            optionType="button"
            options={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Form.Item>
        <Form.Item name="view_mode" label={t('viewMode')}>
          <Radio.Group
            vertical
            options={[
              { value: 'user', label: t('userView') },
              { value: 'developer', label: t('developerView') },
            ]}
          />
        </Form.Item>
        <Form.Item name="context_rounds" label={t('contextRounds')} extra={t('contextRoundsHint')}>
          <InputNumber min={0} max={20} precision={0} changeOnBlur />
        </Form.Item>
        <Form.Item name="default_connection_id" label={t('defaultConnection')}>
          <Select
            placeholder={t('automatic')}
            loading={connections.isPending}
            options={connections.data?.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item name="default_model_id" label={t('defaultModel')}>
          <Select
            placeholder={t('automatic')}
            loading={models.isPending}
            options={models.data?.map(({ id, name, provider }) => ({
              value: id,
              label: provider === 'builtin' ? t('builtin') : name,
            }))}
          />
        </Form.Item>
      </Form>
    </div>
  );
}
