import { DownloadOutlined } from '@ant-design/icons';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import { Button, Drawer, Segmented, Space } from 'antd';
import { useMemo, useState } from 'react';
import { safeFileName, saveBlob } from '../../lib/download.ts';
import { formatCell, isNumberColumn } from '../../lib/format-cell.ts';
import { formatBytes, groupDigits } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { CopyButton } from '../CopyButton.tsx';
import styles from './CellViewer.module.css';
import { gridTexts } from './grid-texts.ts';
import { bytesOf, hexDump } from './hex-dump.ts';
import { JsonTree } from './JsonTree.tsx';

const shownBytes = 8192;
const shownCharacters = 500_000;

interface Props {
  title: string;
  column: ResultColumn;
  cell: Cell;
  onClose: () => void;
}

/** One cell whole: JSON as a tree, binary as a hex dump, anything else as text. */
export function CellViewer({ title, column, cell, onClose }: Props) {
  const t = useTexts(gridTexts);
  const [raw, setRaw] = useState(false);
  const json = useMemo(() => parsedJson(cell), [cell]);
  const bytes = useMemo(
    () => (column.kind === 'binary' && typeof cell === 'string' ? bytesOf(cell) : null),
    [cell, column],
  );
  const text = cell === null ? 'NULL' : String(cell);
  const name = safeFileName(column.name);
  const download = () =>
    bytes === null
      ? saveBlob(new Blob([text]), `${name}.${json === undefined ? 'txt' : 'json'}`)
      : saveBlob(new Blob([bytes]), `${name}.bin`);
  return (
    <Drawer
      open
      size={usePhone() ? '100%' : 560}
      title={title}
      onClose={onClose}
      extra={
        <Space>
          {json !== undefined && (
            <Segmented
              size="small"
              value={raw ? 'raw' : 'pretty'}
              options={[
                { value: 'pretty', label: t('pretty') },
                { value: 'raw', label: t('raw') },
              ]}
              onChange={(value) => setRaw(value === 'raw')}
            />
          )}
          <CopyButton
            text={() => (json !== undefined && !raw ? JSON.stringify(json.value, null, 2) : text)}
          />
          <Button
            size="small"
            type="text"
            icon={<DownloadOutlined />}
            aria-label={t('download')}
            title={t('download')}
            onClick={download}
          />
        </Space>
      }
    >
      <p className={styles.facts}>
        {column.type} ·{' '}
        {bytes === null
          ? t('length', { count: groupDigits(String(text.length)) })
          : formatBytes(bytes.length)}
      </p>
      {bytes !== null ? (
        <>
          <pre className={styles.dump}>{hexDump(bytes.subarray(0, shownBytes))}</pre>
          {bytes.length > shownBytes && (
            <p className={styles.facts}>{t('hexCut', { size: formatBytes(shownBytes) })}</p>
          )}
        </>
      ) : json !== undefined && !raw ? (
        <div className={styles.json}>
          <JsonTree value={json.value} />
        </div>
      ) : (
        <pre className={styles.plain}>
          {isNumberColumn(column) ? formatCell(cell, column) : text.slice(0, shownCharacters)}
        </pre>
      )}
    </Drawer>
  );
}

/** Only objects and lists: a plain number or word is no JSON to a reader. */
function parsedJson(cell: Cell): { value: unknown } | undefined {
  if (typeof cell !== 'string' || !/^\s*[[{]/.test(cell)) return undefined;
  try {
    return { value: JSON.parse(cell) };
  } catch {
    return undefined;
  }
}
