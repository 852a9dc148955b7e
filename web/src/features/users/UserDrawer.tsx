import type { Role } from '@sextant/contract/permissions';
import { passwordSchema, type User, userEndpoints, usernameSchema } from '@sextant/contract/users';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, Input, Select } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { ruleOf } from '../../lib/form-rule.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { roleLabels } from '../../lib/role-labels.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { usersTexts } from './users-texts.ts';

interface UserForm {
  username: string;
  display_name?: string;
  email?: string;
  role: Role;
  password?: string;
}

interface Props {
  /** Null for a new user. */
  user: User | null;
  onClose: () => void;
}

/** Creates a user or changes one. */
export function UserDrawer({ user, onClose }: Props) {
  const t = useTexts(usersTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<UserForm>();
  const save = useMutation({
    mutationFn: ({ username, display_name, email, role, password }: UserForm) => {
      const common = { display_name: display_name || undefined, email: email || null, role };
      return user
        ? call(userEndpoints.update, {
            params: { id: user.id },
            body: { ...common, password: password || undefined },
          })
        : call(userEndpoints.create, { body: { ...common, username, password: password ?? '' } });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['users'] });
      void message.success(t('saved'));
      onClose();
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <FormDrawer
      title={user ? t('editTitle', { name: user.username }) : t('add')}
      saving={save.isPending}
      onSave={form.submit}
      onClose={onClose}
      notice={save.isError && <ErrorNotice error={save.error} />}
    >
      <Form<UserForm>
        form={form}
        layout="vertical"
        initialValues={
          user
            ? { ...user, email: user.email ?? undefined, password: undefined }
            : { role: 'user' satisfies Role }
        }
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item
          name="username"
          label={t('username')}
          rules={[{ required: true, message: t('usernameMissing') }, ruleOf(usernameSchema, language)]}
        >
          <Input disabled={user !== null} maxLength={50} autoComplete="off" autoFocus={user === null} />
        </Form.Item>
        <Form.Item name="display_name" label={t('displayName')}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="email" label={t('email')}>
          <Input maxLength={200} inputMode="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t('role')}>
          <Select
            options={(['user', 'operator', 'admin'] as const).map((value) => ({
              value,
              label: textIn(roleLabels[value]),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t(user ? 'newPassword' : 'password')}
          extra={t('passwordHint')}
          rules={[
            { required: user === null, message: t('passwordMissing') },
            ruleOf(passwordSchema, language),
          ]}
        >
          <Input.Password
            autoComplete="new-password"
            maxLength={200}
            placeholder={user ? t('keepPassword') : undefined}
          />
        </Form.Item>
      </Form>
    </FormDrawer>
  );
}
