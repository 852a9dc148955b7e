import { DownloadOutlined } from '@ant-design/icons';
import type { ExtensionResult } from '@sextant/contract/extensions';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { rowsAsGrid } from '../../lib/rows-as-grid.ts';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import { extensionsTexts } from './extensions-texts.ts';
import styles from './ResultView.module.css';
import { chartOfResult } from './result-chart.ts';

const ChartCanvas = lazy(async () => ({
  default: (await import('../../ui/chart/ChartCanvas.tsx')).ChartCanvas,
}));

interface Props {
  result: ExtensionResult;
  /** The height beyond which it scrolls, in pixels. */
  height: number;
}

/** What a run brought, shown by its type. HTML stands in a frame that reaches neither the page nor its session. */
export function ResultView({ result, height }: Props) {
  const t = useTexts(extensionsTexts);
  switch (result.type) {
    case 'html':
      return (
        <iframe
          className={styles.frame}
          style={{ height }}
          src={result.url}
          title={t('htmlResult')}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
        />
      );
    case 'text':
      return (
        <div className={styles.text}>
          <CopyButton text={result.data} label={t('textCopy')} />
          <pre style={{ maxHeight: height }}>{result.data}</pre>
        </div>
      );
    case 'table':
      return <TableResult result={result} height={height} />;
    case 'chart':
      return <ChartResult result={result} height={height} />;
    case 'image':
      return (
        <img className={styles.image} src={result.data} alt={t('type_image')} referrerPolicy="no-referrer" />
      );
    case 'file':
      return (
        <Button
          type="primary"
          icon={<DownloadOutlined />}
          href={result.data.url}
          target="_blank"
          rel="noreferrer"
        >
          {t('openFile', { name: result.data.filename })}
        </Button>
      );
  }
}

function TableResult({
  result,
  height,
}: {
  result: Extract<ExtensionResult, { type: 'table' }>;
  height: number;
}) {
  const t = useTexts(extensionsTexts);
  const grid = useMemo(() => {
    const { columns, rows } = rowsAsGrid(result.data);
    const order = result.columns.map((name) => columns.findIndex((column) => column.name === name));
    const known = order.filter((at) => at >= 0);
    return {
      columns: known.flatMap((at) => columns[at] ?? []),
      rows: rows.map((row) => known.map((at) => row[at] ?? null)),
    };
  }, [result]);
  return (
    <>
      <ResultGrid columns={grid.columns} rows={grid.rows} maxHeight={height} label={t('type_table')} />
      <p className={styles.figures}>
        {t('figures', { rows: grid.rows.length, columns: grid.columns.length })}
      </p>
    </>
  );
}

function ChartResult({
  result,
  height,
}: {
  result: Extract<ExtensionResult, { type: 'chart' }>;
  height: number;
}) {
  const chart = useMemo(() => chartOfResult(result.data), [result]);
  return (
    <Suspense fallback={<Skeleton.Node active style={{ width: '100%', height }} />}>
      <ChartCanvas chart={chart} height={height} />
    </Suspense>
  );
}
