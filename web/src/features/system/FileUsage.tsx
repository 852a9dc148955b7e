import type { DataOf } from '@sextant/contract/endpoint';
import { fileSettingsEndpoints } from '@sextant/contract/file-settings';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Modal, Progress, Radio, Table } from 'antd';
import { useState } from 'react';
import { call } from '../../lib/api-client.ts';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { BytesInput } from './BytesInput.tsx';
import { systemKeys, useFileUsage } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';

type UserUsage = DataOf<typeof fileSettingsEndpoints.usage>['users'][number];

/** What the store holds, and how much of their quota each person has used. */
export function FileUsage() {
  const t = useTexts(systemTexts);
  const usage = useFileUsage();
  const [edited, setEdited] = useState<UserUsage | null>(null);
  if (usage.isError) return <ErrorNotice error={usage.error} onRetry={() => void usage.refetch()} />;
  if (!usage.data) return <PageSkeleton />;
  const { storage, stored_bytes: stored, contents_count: contents, users } = usage.data;
  return (
    <>
      <h3>{t('usage')}</h3>
      <p>
        {t(storage === 's3' ? 'storedS3' : 'storedDisk', { bytes: formatBytes(stored), figure: contents })}
      </p>
      <Table<UserUsage>
        rowKey="user_id"
        size="small"
        dataSource={users}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t('user'), dataIndex: 'username' },
          {
            title: t('used'),
            key: 'used',
            sorter: (one, other) => one.used_bytes - other.used_bytes,
            render: (_, one) => (
              <div style={{ minWidth: 160 }}>
                {formatBytes(one.used_bytes)}
                <Progress size="small" showInfo={false} percent={shareOf(one)} status={lookOf(one)} />
              </div>
            ),
          },
          {
            title: t('quota'),
            key: 'quota',
            render: (_, one) => (
              <>
                {formatBytes(one.quota_bytes)} {one.has_own_quota && `(${t('ownQuota')})`}
              </>
            ),
          },
          {
            title: '',
            key: 'edit',
            render: (_, one) => (
              <Button type="link" size="small" onClick={() => setEdited(one)}>
                {t('setQuota')}
              </Button>
            ),
          },
        ]}
      />
      {edited !== null && <QuotaDialog one={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

const shareOf = ({ used_bytes: used, quota_bytes: quota }: UserUsage) =>
  quota === 0 ? 100 : Math.min(100, (100 * used) / quota);
const lookOf = (one: UserUsage) => (shareOf(one) >= 90 ? 'exception' : 'normal');

function QuotaDialog({ one, onClose }: { one: UserUsage; onClose: () => void }) {
  const t = useTexts(systemTexts);
  const client = useQueryClient();
  const [isOwn, setIsOwn] = useState(one.has_own_quota);
  const [bytes, setBytes] = useState(one.quota_bytes);
  const save = useMutation({
    mutationFn: () =>
      call(fileSettingsEndpoints.setQuota, {
        params: { user_id: one.user_id },
        body: { quota_bytes: isOwn ? bytes : null },
      }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: systemKeys.fileUsage });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={t('quotaTitle', { name: one.username })}
      okText={t('save')}
      cancelText={t('cancel')}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      {save.isError && <ErrorNotice error={save.error} />}
      <Form layout="vertical">
        <Form.Item>
          <Radio.Group
            value={isOwn}
            options={[
              { value: false, label: t('generalQuota') },
              { value: true, label: t('ownQuota') },
            ]}
            onChange={({ target }) => setIsOwn(target.value as boolean)}
          />
        </Form.Item>
        {isOwn && (
          <Form.Item label={t('quota')}>
            <BytesInput value={bytes} onChange={setBytes} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
