import { DeleteOutlined } from '@ant-design/icons';
import { type AccountNotice, accountChangeKindSchema, accountEndpoints } from '@sextant/contract/accounts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Empty, Form, Input, Select, Space, Switch, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { governTexts } from '../govern-texts.ts';
import { accountsTexts } from './accounts-texts.ts';
import styles from './LabelsTab.module.css';

const key = ['account-notices'];

/** Who is told of which changes of accounts. */
export function NoticesDrawer({ onClose }: { onClose: () => void }) {
  const t = useTexts(accountsTexts);
  const phone = usePhone();
  const client = useQueryClient();
  const notices = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await call(accountEndpoints.notices, { signal })).notices,
  });
  const [adding, setAdding] = useState(false);
  const reload = () => client.invalidateQueries({ queryKey: key });
  return (
    <Drawer open size={phone ? '100%' : 560} title={t('notices')} onClose={onClose}>
      <p>{t('noticesHint')}</p>
      {notices.isError && <ErrorNotice error={notices.error} />}
      {notices.data?.length === 0 && <Empty description={t('noNotices')} />}
      {notices.data && notices.data.length > 0 && (
        <ul className={styles.list}>
          {notices.data.map((notice) => (
            <Notice key={notice.id} notice={notice} onChange={reload} />
          ))}
        </ul>
      )}
      {adding ? (
        <NoticeForm
          onDone={async () => {
            await reload();
            setAdding(false);
          }}
        />
      ) : (
        <Button style={{ marginTop: 12 }} onClick={() => setAdding(true)}>
          {t('addNotice')}
        </Button>
      )}
    </Drawer>
  );
}

function Notice({ notice, onChange }: { notice: AccountNotice; onChange: () => Promise<void> }) {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const showError = useErrorDialog();
  const { id, name, kinds, expression, recipients, is_active: isActive } = notice;
  const setActive = useMutation({
    mutationFn: (is_active: boolean) =>
      call(accountEndpoints.updateNotice, { params: { id }, body: { is_active } }),
    onSuccess: onChange,
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: () => call(accountEndpoints.removeNotice, { params: { id } }),
    onSuccess: onChange,
    onError: showError,
  });
  return (
    <li>
      <div>
        <div>
          {name} → {t(recipients === 'owner' ? 'ownerOf' : 'administrators')}
        </div>
        {kinds.map((kind) => (
          <Tag key={kind}>{t(`k_${kind}`)}</Tag>
        ))}
        {expression !== '' && <code>{expression}</code>}
      </div>
      <Space>
        <Switch
          size="small"
          aria-label={`${t('active')} ${name}`}
          checked={isActive}
          loading={setActive.isPending}
          onChange={(next) => setActive.mutate(next)}
        />
        <Button
          type="text"
          danger
          icon={<DeleteOutlined />}
          aria-label={`${g('remove')} ${name}`}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        />
      </Space>
    </li>
  );
}

type NoticeValues = Pick<AccountNotice, 'name' | 'kinds' | 'expression' | 'recipients'>;

function NoticeForm({ onDone }: { onDone: () => Promise<void> }) {
  const t = useTexts(accountsTexts);
  const g = useTexts(governTexts);
  const add = useMutation({
    mutationFn: (body: NoticeValues) => call(accountEndpoints.createNotice, { body }),
    onSuccess: onDone,
  });
  return (
    <Form<NoticeValues>
      layout="vertical"
      style={{ marginTop: 16 }}
      initialValues={{
        kinds: ['superuser_gained', 'account_added'],
        recipients: 'administrators',
        expression: '',
      }}
      onFinish={(values) => add.mutate(values)}
    >
      <Form.Item name="name" label={t('noticeName')} rules={[{ required: true, message: t('nameMissing') }]}>
        <Input maxLength={100} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="kinds"
        label={t('noticeKinds')}
        rules={[{ required: true, message: t('kindsMissing') }]}
      >
        <Select
          mode="multiple"
          options={accountChangeKindSchema.options.map((value) => ({ value, label: t(`k_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="expression" label={t('noticeExpression')}>
        <Input autoComplete="off" placeholder='engine = "mysql" and not system' />
      </Form.Item>
      <Form.Item name="recipients" label={t('recipients')}>
        <Select
          options={[
            { value: 'administrators', label: t('administrators') },
            { value: 'owner', label: t('ownerOf') },
          ]}
        />
      </Form.Item>
      {add.isError && <ErrorNotice error={add.error} />}
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        {g('save')}
      </Button>
    </Form>
  );
}
