import { DownloadOutlined } from '@ant-design/icons';
import { type ExportFormat, exportFormats } from '@sextant/contract/workbench';
import { Button, Dropdown } from 'antd';
import { exportFormatLabels, useCreateExport } from '../../lib/create-export.ts';
import { safeFileName } from '../../lib/download.ts';
import { toTabSeparated } from '../../lib/format-cell.ts';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ShareToRoom } from '../../ui/ShareToRoom.tsx';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import type { AnswerResult } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import styles from './ResultView.module.css';

/** Of a card in a room. */
const titleMaxLength = 200;

interface Props {
  title: string;
  result: AnswerResult;
  connectionId: string | null;
  /** Absent while no chart is drawn. */
  onPng?: () => void;
}

/** Copy, and export: tables are made by the server from the whole result, PNG from the chart as drawn. */
export function ResultActions({ title, result, connectionId, onPng }: Props) {
  const t = useTexts(askTexts);
  const showError = useErrorMessage();
  const name = safeFileName(title);
  const exporting = useCreateExport();
  const start = (format: ExportFormat) =>
    exporting.mutate(
      { connectionId: connectionId ?? '', sql: result.sql, format, fileName: name },
      { onError: showError },
    );
  return (
    <span className={styles.actions}>
      {connectionId !== null && (
        <ShareToRoom
          bare
          size="small"
          type="text"
          card={{
            object: 'result',
            connection_id: connectionId,
            sql: result.sql,
            title: title.slice(0, titleMaxLength),
          }}
        />
      )}
      <CopyButton text={() => toTabSeparated(result.columns, result.rows)} label={t('copyTable')} />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...exportFormats.map((format) => ({
              key: format,
              label: exportFormatLabels[format],
              disabled: connectionId === null,
            })),
            ...(onPng ? [{ key: 'png', label: t('png') }] : []),
          ],
          onClick: ({ key }) => (key === 'png' ? onPng?.() : start(key as ExportFormat)),
        }}
      >
        <Button size="small" type="text" icon={<DownloadOutlined />} loading={exporting.isPending}>
          {exporting.isPending ? t('exporting') : t('download')}
        </Button>
      </Dropdown>
    </span>
  );
}
