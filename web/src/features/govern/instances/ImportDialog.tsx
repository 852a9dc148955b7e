import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { type ImportReport, instanceCsvColumns, instanceEndpoints } from '@sextant/contract/instances';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal, Space, Table, Tag, Upload } from 'antd';
import { useState } from 'react';
import { call } from '../../../lib/api-client.ts';
import { saveBlob } from '../../../lib/download.ts';
import { queryKeys } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { governKeys } from '../govern-queries.ts';
import { governTexts } from '../govern-texts.ts';
import { instancesTexts } from './instances-texts.ts';

const outcomeColours = { create: 'success', update: 'processing', error: 'error' } as const;
const template = `${instanceCsvColumns.join(',')},password\n生产库,mysql,10.0.0.8,3306,,reader,,production,核心;交易,李雷,,true,true,\n`;

type Mode = 'check' | 'all' | 'good_rows';

/** Brings instances in from CSV: first a look at what each row would become, then the import. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(instancesTexts);
  const g = useTexts(governTexts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [csv, setCsv] = useState('');
  const send = useMutation({
    mutationFn: (mode: Mode) => call(instanceEndpoints.import, { body: { csv, mode } }),
    async onSuccess({ created, updated, is_dry_run: isDryRun }) {
      if (isDryRun) return;
      await client.invalidateQueries({ queryKey: governKeys.instances });
      await client.invalidateQueries({ queryKey: queryKeys.connections });
      if (created + updated === 0) return;
      void message.success(t('imported', { created, updated }));
      onClose();
    },
  });
  const rows = send.data?.rows ?? [];
  const bad = rows.filter(({ outcome }) => outcome === 'error').length;
  const good = rows.length - bad;
  const change = (text: string) => {
    setCsv(text);
    send.reset();
  };
  return (
    <Modal
      open
      width={760}
      title={t('importTitle')}
      onCancel={onClose}
      footer={
        <Space wrap>
          <Button onClick={onClose}>{g('cancel')}</Button>
          {rows.length === 0 || good === 0 ? (
            <Button
              type="primary"
              disabled={csv.trim() === ''}
              loading={send.isPending}
              onClick={() => send.mutate('check')}
            >
              {t('check')}
            </Button>
          ) : (
            <Button
              type="primary"
              loading={send.isPending}
              onClick={() => send.mutate(bad === 0 ? 'all' : 'good_rows')}
            >
              {t(bad === 0 ? 'importAll' : 'importGood', { count: good })}
            </Button>
          )}
        </Space>
      }
    >
      <p>{t('importHint')}</p>
      <Space style={{ marginBottom: 8 }}>
        <Upload
          accept=".csv,text/csv"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.text().then(change);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />}>{t('chooseFile')}</Button>
        </Upload>
        <Button
          type="link"
          icon={<DownloadOutlined />}
          onClick={() =>
            saveBlob(new Blob(['\uFEFF', template], { type: 'text/csv' }), 'instances-template.csv')
          }
        >
          {t('template')}
        </Button>
      </Space>
      <Input.TextArea
        value={csv}
        aria-label={t('csv')}
        placeholder={template}
        autoSize={{ minRows: 4, maxRows: 10 }}
        style={{ fontFamily: 'var(--ant-font-family-code)' }}
        onChange={(event) => change(event.target.value)}
      />
      {send.isError && <ErrorNotice error={send.error} />}
      {send.data && <ReportTable report={send.data} />}
    </Modal>
  );
}

function ReportTable({ report }: { report: ImportReport }) {
  const t = useTexts(instancesTexts);
  return (
    <Table<ImportReport['rows'][number]>
      rowKey="row"
      size="small"
      style={{ marginTop: 12 }}
      dataSource={[...report.rows].sort((a, b) => b.errors.length - a.errors.length || a.row - b.row)}
      pagination={report.rows.length > 10 ? { pageSize: 10, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('row'), dataIndex: 'row', width: 56 },
        { title: t('name'), dataIndex: 'name' },
        {
          title: t('outcome'),
          dataIndex: 'outcome',
          render: (outcome: keyof typeof outcomeColours) => (
            <Tag color={outcomeColours[outcome]}>{t(outcome)}</Tag>
          ),
        },
        {
          title: t('problems'),
          key: 'errors',
          render: (_, { errors }) =>
            errors.map(({ column, message }) => (
              <div
                key={`${column}${message}`}
                style={{ maxWidth: 420, whiteSpace: 'normal', overflowWrap: 'anywhere' }}
              >
                {column !== null && <code>{column}</code>} {message}
              </div>
            )),
        },
      ]}
    />
  );
}
