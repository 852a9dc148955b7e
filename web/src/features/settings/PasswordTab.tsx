import type { BodyInputOf } from '@sextant/contract/endpoint';
import { authEndpoints, passwordSchema } from '@sextant/contract/users';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Form, Input } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { ruleOf } from '../../lib/form-rule.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formWidth } from './form-width.ts';
import { settingsTexts } from './settings-texts.ts';

type PasswordForm = BodyInputOf<typeof authEndpoints.changePassword>;

/** Changes the own password. */
export function PasswordTab() {
  const t = useTexts(settingsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordForm>();
  const change = useMutation({
    mutationFn: (body: PasswordForm) => call(authEndpoints.changePassword, { body }),
    onSuccess() {
      form.resetFields();
      void message.success(t('changed'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <div style={formWidth}>
      <Form<PasswordForm> form={form} layout="vertical" onFinish={(values) => change.mutate(values)}>
        <Form.Item
          name="current_password"
          label={t('currentPassword')}
          rules={[{ required: true, message: t('passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="new_password"
          label={t('newPassword')}
          extra={t('passwordHint')}
          rules={[{ required: true, message: t('passwordMissing') }, ruleOf(passwordSchema, language)]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('change')}
        </Button>
      </Form>
      {change.isError && fieldErrors(change.error, language).length === 0 && (
        <ErrorNotice error={change.error} />
      )}
    </div>
  );
}
