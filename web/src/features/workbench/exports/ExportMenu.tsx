import { DownloadOutlined } from '@ant-design/icons';
import { type ExportFormat, exportFormats } from '@sextant/contract/workbench';
import { App, Button, Dropdown } from 'antd';
import { exportFormatLabels, useCreateExport } from '../../../lib/create-export.ts';
import { safeFileName } from '../../../lib/download.ts';
import { useTexts } from '../../../lib/texts.ts';
import { useErrorMessage } from '../../../ui/use-error-message.ts';
import { resultTexts } from '../results/result-texts.ts';
import type { RunRequest } from '../results/run-result.ts';

/** The whole result of a statement as a file. */
export function ExportMenu({ request, name }: { request: RunRequest; name: string }) {
  const t = useTexts(resultTexts);
  const showError = useErrorMessage();
  const { message } = App.useApp();
  const exporting = useCreateExport();
  const start = (format: ExportFormat) =>
    exporting.mutate(
      { ...request, format, fileName: safeFileName(name) },
      {
        onSuccess: () => void message.info(t('exportStarted')),
        onError: showError,
      },
    );
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: exportFormats.map((format) => ({ key: format, label: exportFormatLabels[format] })),
        onClick: ({ key }) => start(key as ExportFormat),
      }}
    >
      <Button
        size="small"
        type="text"
        icon={<DownloadOutlined />}
        loading={exporting.isPending}
        title={t('exportHint')}
      >
        {t('export')}
      </Button>
    </Dropdown>
  );
}
