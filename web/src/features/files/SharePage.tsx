import { DownloadOutlined } from '@ant-design/icons';
import { fileLinkEndpoints } from '@sextant/contract/file-links';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Card, Form, Input } from 'antd';
import { useParams } from 'react-router';
import { call } from '../../lib/api-client.ts';
import { saveUrl } from '../../lib/download.ts';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Logo } from '../../ui/Logo.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { filesTexts } from './files-texts.ts';
import styles from './SharePage.module.css';

/** What a link leads to, for people without an account. */
export function SharePage() {
  const t = useTexts(filesTexts);
  const { token = '' } = useParams();
  const link = useQuery({
    queryKey: ['file-link', token],
    queryFn: ({ signal }) => call(fileLinkEndpoints.get, { params: { token }, signal }),
    retry: false,
  });
  const open = useMutation({
    mutationFn: ({ password }: { password?: string }) =>
      call(fileLinkEndpoints.open, { params: { token }, body: { password } }),
    onSuccess: ({ url, name }) => saveUrl(`${url}${url.includes('?') ? '&' : '?'}download=true`, name),
  });
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <p className={styles.brand}>
          <Logo /> Sextant
        </p>
        {link.isPending && <PageSkeleton />}
        {link.isError && <ErrorNotice error={link.error} />}
        {link.data && (
          <Form layout="vertical" onFinish={(values) => open.mutate(values)}>
            <h1>{link.data.name ?? t(link.data.needs_password ? 'shareLocked' : 'shareOpen')}</h1>
            <p>
              {link.data.size !== null && <>{formatBytes(link.data.size)} · </>}
              {t('linkExpires')} <Moment time={link.data.expires_at} />
            </p>
            {link.data.needs_password && (
              <Form.Item
                name="password"
                label={t('sharePassword')}
                rules={[{ required: true, message: t('shareLocked') }]}
              >
                <Input.Password autoFocus autoComplete="off" />
              </Form.Item>
            )}
            {open.isError && <ErrorNotice error={open.error} />}
            <Button type="primary" htmlType="submit" icon={<DownloadOutlined />} loading={open.isPending}>
              {t('shareGet')}
            </Button>
          </Form>
        )}
      </Card>
    </main>
  );
}
