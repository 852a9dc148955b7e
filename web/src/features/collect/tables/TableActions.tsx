import { CodeOutlined, DeleteOutlined, DownloadOutlined, MessageOutlined } from '@ant-design/icons';
import { type Table, tableEndpoints } from '@sextant/contract/tables';
import { type ExportFormat, exportFormats } from '@sextant/contract/workbench';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call } from '../../../lib/api-client.ts';
import { saveUrl } from '../../../lib/download.ts';
import { useConnections, useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { askDraftState, workbenchPath, workbenchState } from '../../../lib/workbench-link.ts';
import { useErrorDialog } from '../../../ui/use-error-dialog.tsx';
import { useTables } from '../collect-queries.ts';
import { DeleteTableDialog } from './DeleteTableDialog.tsx';
import { tablesTexts } from './tables-texts.ts';

const labels: Record<ExportFormat, string> = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  json: 'JSON',
  parquet: 'Parquet',
};

/** Asking about a table, querying, exporting and deleting it. */
export function TableActions({ table }: { table: Table }) {
  const t = useTexts(tablesTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const isAdmin = useMay('admin');
  const [deleting, setDeleting] = useState(false);
  const connectionId = useTables({ limit: 1 }).data?.connection_id ?? null;
  const driver = useConnections().data?.find(({ id }) => id === connectionId)?.driver;
  const download = useMutation({
    mutationFn: (format: ExportFormat) =>
      call(tableEndpoints.createExport, { params: { name: table.name }, body: { format } }),
    onSuccess: ({ url, file_name }) => {
      saveUrl(url, file_name);
      void message.success(t('exported'));
    },
    onError: useErrorDialog(),
  });
  const openWorkbench = async () => {
    // The dialects come with the SQL editor, which the workbench loads anyway.
    const { flavourOf, writtenName } = await import('../../../ui/sql-editor/dialects.ts');
    const sql = `select *\nfrom ${writtenName(table.name, flavourOf(driver).naming)}\nlimit 100`;
    void navigate(workbenchPath, { state: workbenchState({ sql, connectionId, name: table.display_name }) });
  };
  return (
    <>
      {connectionId !== null && (
        <>
          <Button
            icon={<MessageOutlined />}
            onClick={() =>
              navigate('/', {
                state: askDraftState(t('askQuestion', { table: table.display_name }), connectionId),
              })
            }
          >
            {t('ask')}
          </Button>
          <Button icon={<CodeOutlined />} onClick={() => void openWorkbench()}>
            {t('openWorkbench')}
          </Button>
        </>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          items: exportFormats.map((format) => ({ key: format, label: labels[format] })),
          onClick: ({ key }) => download.mutate(key as ExportFormat),
        }}
      >
        <Button
          icon={<DownloadOutlined />}
          loading={download.isPending}
          title={download.isPending ? t('exporting') : undefined}
        >
          {t('export')}
        </Button>
      </Dropdown>
      {isAdmin && (
        <Button
          danger
          icon={<DeleteOutlined />}
          aria-label={t('remove')}
          title={t('remove')}
          onClick={() => setDeleting(true)}
        />
      )}
      {deleting && <DeleteTableDialog table={table} onClose={() => setDeleting(false)} />}
    </>
  );
}
