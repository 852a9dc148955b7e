import { DownloadOutlined } from '@ant-design/icons';
import type { Chart } from '@sextant/contract/chart';
import { type ExportFormat, exportFormats } from '@sextant/contract/workbench';
import { Button, Dropdown } from 'antd';
import { exportFormatLabels, useCreateExport } from '../../lib/create-export.ts';
import { safeFileName } from '../../lib/download.ts';
import { toTabSeparated } from '../../lib/format-cell.ts';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { chartTexts } from '../../ui/chart/chart-texts.ts';
import { type PictureFormat, useChartPictures } from '../../ui/chart/use-chart-pictures.ts';
import { ShareToRoom } from '../../ui/ShareToRoom.tsx';
import { useErrorMessage } from '../../ui/use-error-message.ts';
import type { AnswerResult } from './answer.ts';
import { askTexts } from './ask-texts.ts';
import styles from './ResultView.module.css';

const pictures: readonly PictureFormat[] = ['png', 'svg'];
/** Of a card in a room. */
const titleMaxLength = 200;

interface Props {
  title: string;
  result: AnswerResult;
  connectionId: string | null;
  /** The chart as it is drawn; null while the table is shown. */
  chart: Chart | null;
}

/** Copy, and export: tables are made by the server from the whole result, pictures from the chart as drawn. */
export function ResultActions({ title, result, connectionId, chart }: Props) {
  const t = useTexts(askTexts);
  const c = useTexts(chartTexts);
  const showError = useErrorMessage();
  const name = safeFileName(title);
  const exporting = useCreateExport();
  const savePicture = useChartPictures();
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
            ...(chart === null ? [] : pictures.map((key) => ({ key, label: c(key) }))),
          ],
          onClick: ({ key }) => {
            const picture = pictures.find((format) => format === key);
            if (picture === undefined) start(key as ExportFormat);
            else if (chart !== null) savePicture(chart, title, picture).catch(showError);
          },
        }}
      >
        <Button size="small" type="text" icon={<DownloadOutlined />} loading={exporting.isPending}>
          {exporting.isPending ? t('exporting') : t('download')}
        </Button>
      </Dropdown>
    </span>
  );
}
