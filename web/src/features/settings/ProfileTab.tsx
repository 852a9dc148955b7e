import { authEndpoints } from '@sextant/contract/users';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Descriptions, Form, Input, Tag } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { permissionLabels, roleLabels } from '../../lib/role-labels.ts';
import { queryKeys, useMe } from '../../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { formWidth } from './form-width.ts';
import { settingsTexts } from './settings-texts.ts';

interface ProfileForm {
  display_name: string;
  email?: string;
}

/** Name and e-mail address of the signed-in user. */
export function ProfileTab() {
  const t = useTexts(settingsTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const me = useMe();
  const [form] = Form.useForm<ProfileForm>();
  const save = useMutation({
    mutationFn: ({ display_name, email }: ProfileForm) =>
      call(authEndpoints.updateMe, { body: { display_name, email: email || null } }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: queryKeys.me });
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  if (me.isError) return <ErrorNotice error={me.error} onRetry={() => void me.refetch()} />;
  if (!me.data) return <PageSkeleton />;
  const { username, role, permissions, display_name, email } = me.data;
  return (
    <div style={formWidth}>
      <Descriptions
        column={1}
        style={{ marginBottom: 16 }}
        items={[
          { key: 'username', label: t('username'), children: username },
          { key: 'role', label: t('role'), children: textIn(roleLabels[role]) },
          {
            key: 'permissions',
            label: t('permissions'),
            children: permissions.map((permission) => (
              <Tag key={permission}>{textIn(permissionLabels[permission])}</Tag>
            )),
          },
        ]}
      />
      <Form<ProfileForm>
        form={form}
        layout="vertical"
        initialValues={{ display_name, email: email ?? undefined }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item
          name="display_name"
          label={t('displayName')}
          rules={[{ required: true, whitespace: true, message: t('displayNameMissing') }]}
        >
          <Input maxLength={100} autoComplete="name" />
        </Form.Item>
        <Form.Item name="email" label={t('email')}>
          <Input maxLength={200} inputMode="email" autoComplete="email" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </Form>
      {save.isError && fieldErrors(save.error, language).length === 0 && <ErrorNotice error={save.error} />}
    </div>
  );
}
