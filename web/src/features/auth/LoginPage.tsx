import { authEndpoints } from '@sextant/contract/users';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import styles from './AuthFrame.module.css';
import { AuthFrame } from './AuthFrame.tsx';
import { authTexts } from './auth-texts.ts';
import { useAfterSignIn } from './use-after-sign-in.ts';

interface LoginForm {
  email: string;
  password: string;
}

export function LoginPage() {
  const t = useTexts(authTexts);
  const { language } = usePreferences();
  const { state, search } = useLocation();
  const [form] = Form.useForm<LoginForm>();
  const afterSignIn = useAfterSignIn();
  const login = useMutation({
    mutationFn: (body: LoginForm) => call(authEndpoints.login, { body }),
    onSuccess: afterSignIn,
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  useEffect(() => {
    document.title = `${t('signIn')} · Sextant`;
  }, [t]);
  const expired = (state as { reason?: string } | null)?.reason === 'expired';
  return (
    <AuthFrame title={t('signIn')}>
      {expired && !login.isError && (
        <Alert className={styles.notice} type="info" showIcon title={t('expired')} />
      )}
      {login.isError && (
        <div className={styles.notice}>
          <LoginError error={login.error} />
        </div>
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => login.mutate(values)}>
        <Form.Item
          name="email"
          label={t('login')}
          rules={[{ required: true, whitespace: true, message: t('loginMissing') }]}
        >
          <Input autoFocus autoComplete="username" size="large" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('password')}
          rules={[{ required: true, message: t('passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" size="large" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={login.isPending}>
          {t('signIn')}
        </Button>
      </Form>
      <div className={styles.other}>
        {t('noAccount')} <Link to={`/register${search}`}>{t('register')}</Link>
      </div>
    </AuthFrame>
  );
}

function LoginError({ error }: { error: Error }) {
  const t = useTexts(authTexts);
  if (error instanceof ApiError && error.status === 401) {
    return <Alert type="error" showIcon title={t('wrong')} description={t('wrongHint')} />;
  }
  return <ErrorNotice error={error} />;
}
