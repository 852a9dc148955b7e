import type { BodyInputOf } from '@sextant/contract/endpoint';
import { authEndpoints, passwordSchema, usernameSchema } from '@sextant/contract/users';
import { useMutation } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { ruleOf } from '../../lib/form-rule.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './AuthFrame.module.css';
import { AuthFrame } from './AuthFrame.tsx';
import { authTexts } from './auth-texts.ts';
import { useAfterSignIn } from './use-after-sign-in.ts';

type RegisterForm = BodyInputOf<typeof authEndpoints.register>;

export function RegisterPage() {
  const t = useTexts(authTexts);
  const { language } = usePreferences();
  const { search } = useLocation();
  const [form] = Form.useForm<RegisterForm>();
  const afterSignIn = useAfterSignIn();
  const register = useMutation({
    mutationFn: ({ email, password, username, display_name }: RegisterForm) =>
      call(authEndpoints.register, {
        body: { email, password, username: username || undefined, display_name: display_name || undefined },
      }),
    onSuccess: afterSignIn,
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  useEffect(() => {
    document.title = `${t('registerTitle')} · Sextant`;
  }, [t]);
  const onlyFields = fieldErrors(register.error, language).length > 0;
  return (
    <AuthFrame title={t('registerTitle')}>
      {register.isError && !onlyFields && (
        <div className={styles.notice}>
          <ErrorNotice error={register.error} />
        </div>
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => register.mutate(values)}>
        <Form.Item
          name="email"
          label={t('email')}
          rules={[{ required: true, type: 'email', message: t('emailInvalid') }]}
        >
          <Input autoFocus autoComplete="email" inputMode="email" size="large" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          extra={t('passwordHint')}
          rules={[{ required: true, message: t('passwordMissing') }, ruleOf(passwordSchema, language)]}
        >
          <Input.Password autoComplete="new-password" size="large" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('username')}
          extra={t('usernameHint')}
          rules={[ruleOf(usernameSchema, language)]}
        >
          <Input autoComplete="username" size="large" maxLength={50} />
        </Form.Item>
        <Form.Item name="display_name" label={t('displayName')}>
          <Input autoComplete="name" size="large" maxLength={100} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={register.isPending}>
          {t('register')}
        </Button>
      </Form>
      <div className={styles.other}>
        {t('haveAccount')} <Link to={`/login${search}`}>{t('signIn')}</Link>
      </div>
    </AuthFrame>
  );
}
