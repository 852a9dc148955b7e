import { alertEndpoints, type SmtpSettings, smtpSettingsSchema } from '@sextant/contract/alerts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, InputNumber, Select, Space } from 'antd';
import { call } from '../../lib/api-client.ts';
import { fieldErrors } from '../../lib/field-errors.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './Alerts.module.css';
import { alertKeys, useSmtp } from './alerts-queries.ts';
import { alertsTexts } from './alerts-texts.ts';

type MailForm = Omit<SmtpSettings, 'has_password'> & { password?: string };

const usualPorts: Record<SmtpSettings['security'], number> = { none: 25, starttls: 587, tls: 465 };

/** The server that alert mails leave through, with a test. */
export function MailTab() {
  const smtp = useSmtp();
  if (smtp.isError) return <ErrorNotice error={smtp.error} onRetry={() => void smtp.refetch()} />;
  if (smtp.isPending) return <PageSkeleton />;
  return (
    <>
      <ServerForm smtp={smtp.data} />
      {smtp.data !== null && <TestMail />}
    </>
  );
}

function ServerForm({ smtp }: { smtp: SmtpSettings | null }) {
  const t = useTexts(alertsTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<MailForm>();
  const save = useMutation({
    mutationFn: ({ password, ...body }: MailForm) =>
      call(alertEndpoints.updateSmtp, { body: { ...body, ...(password && { password }) } }),
    onSuccess: ({ smtp: next }) => {
      client.setQueryData(alertKeys.smtp, next);
      form.setFieldValue('password', undefined);
      void message.success(t('saved'));
    },
    onError: (error) => form.setFields(fieldErrors(error, language) as Parameters<typeof form.setFields>[0]),
  });
  return (
    <section className={styles.panel}>
      <h2>{t('tabMail')}</h2>
      <p>{t('mailText')}</p>
      <Form<MailForm>
        form={form}
        layout="vertical"
        initialValues={smtp ?? { security: 'starttls', port: usualPorts.starttls, username: '' }}
        onFinish={(values) => save.mutate(values)}
      >
        <div className={styles.pair}>
          <Form.Item name="host" label={t('host')} rules={[{ required: true, message: t('hostMissing') }]}>
            <Input maxLength={255} autoComplete="off" placeholder="smtp.example.com" />
          </Form.Item>
          <Form.Item name="port" label={t('port')} rules={[{ required: true, message: t('port') }]}>
            <InputNumber min={1} max={65_535} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="security" label={t('security')}>
          <Select
            options={smtpSettingsSchema.shape.security.options.map((value) => ({
              value,
              label: t(`security_${value}`),
            }))}
            onChange={(security: SmtpSettings['security']) =>
              form.setFieldValue('port', usualPorts[security])
            }
          />
        </Form.Item>
        <Form.Item name="username" label={t('username')}>
          <Input maxLength={200} autoComplete="off" />
        </Form.Item>
        <Form.Item name="password" label={t('password')}>
          <Input.Password
            maxLength={500}
            autoComplete="new-password"
            placeholder={smtp?.has_password ? t('secretKept') : undefined}
          />
        </Form.Item>
        <Form.Item
          name="sender"
          label={t('sender')}
          rules={[{ required: true, message: t('senderMissing') }]}
        >
          <Input maxLength={200} inputMode="email" autoComplete="off" placeholder="sextant@example.com" />
        </Form.Item>
        {save.isError && <ErrorNotice error={save.error} />}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('save')}
        </Button>
      </Form>
    </section>
  );
}

function TestMail() {
  const t = useTexts(alertsTexts);
  const test = useMutation({
    mutationFn: (body: { recipient: string }) => call(alertEndpoints.testSmtp, { body }),
  });
  return (
    <section className={styles.panel} aria-live="polite">
      <h2>{t('testMail')}</h2>
      <p>{t('testMailText')}</p>
      <Form layout="vertical" onFinish={test.mutate}>
        <Space.Compact style={{ width: '100%' }}>
          <Form.Item noStyle name="recipient" rules={[{ required: true, message: t('recipientMissing') }]}>
            <Input inputMode="email" aria-label={t('recipient')} placeholder={t('recipient')} />
          </Form.Item>
          <Button htmlType="submit" loading={test.isPending}>
            {t('test')}
          </Button>
        </Space.Compact>
      </Form>
      <div style={{ marginTop: 12 }}>
        {test.isError && <ErrorNotice error={test.error} />}
        {test.data && (
          <Alert showIcon type={test.data.is_ok ? 'success' : 'error'} title={test.data.message} />
        )}
      </div>
    </section>
  );
}
