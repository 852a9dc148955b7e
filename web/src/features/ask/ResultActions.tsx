import { DownloadOutlined } from '@ant-design/icons';
import { api } from '@sextant/contract/api';
import { useMutation } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { callRaw } from '../../lib/api-client.ts';
import { safeFileName, saveBlob } from '../../lib/download.ts';
import { toTabSeparated } from '../../lib/format-cell.ts';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import type { AnswerResult } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import styles from './ResultView.module.css';

type Format = 'csv' | 'xlsx';

interface Props {
  title: string;
  result: AnswerResult;
  connectionId: string | null;
  /** Absent while no chart is drawn. */
  onPng?: () => void;
}

/** Copy, and export: CSV and XLSX are made by the server from the whole result, PNG from the chart as drawn. */
export function ResultActions({ title, result, connectionId, onPng }: Props) {
  const t = useTexts(askTexts);
  const showError = useErrorMessage();
  const name = safeFileName(title);
  const exporting = useMutation({
    mutationFn: async (format: Format) => {
      const response = await callRaw(api.connections.export, {
        params: { id: connectionId ?? '' },
        body: { sql: result.sql, format, file_name: name },
      });
      saveBlob(await response.blob(), `${name}.${format}`);
    },
    onError: showError,
  });
  return (
    <span className={styles.actions}>
      <CopyButton text={() => toTabSeparated(result.columns, result.rows)} label={t('copyTable')} />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'csv', label: t('csv'), disabled: connectionId === null },
            { key: 'xlsx', label: t('xlsx'), disabled: connectionId === null },
            ...(onPng ? [{ key: 'png', label: t('png') }] : []),
          ],
          onClick: ({ key }) => (key === 'png' ? onPng?.() : exporting.mutate(key as Format)),
        }}
      >
        <Button size="small" type="text" icon={<DownloadOutlined />} loading={exporting.isPending}>
          {exporting.isPending ? t('exporting') : t('download')}
        </Button>
      </Dropdown>
    </span>
  );
}
