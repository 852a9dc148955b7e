import { DownloadOutlined } from '@ant-design/icons';
import type { FileEntry, FilePreview as Preview } from '@sextant/contract/files';
import type { ColumnKind } from '@sextant/contract/result';
import { Alert, Button, Drawer, Select, Space } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { ResultGrid } from '../../ui/result-grid/ResultGrid.tsx';
import { ShareToRoom } from '../../ui/ShareToRoom.tsx';
import styles from './FilePreview.module.css';
import { useContentUrl, useFilePreview } from './files-queries.ts';
import { filesTexts } from './files-texts.ts';
import type { FileActions } from './use-file-actions.tsx';

const Markdown = lazy(async () => ({ default: (await import('../../ui/Markdown.tsx')).Markdown }));

const drawerPixels = 860;

interface Props {
  file: FileEntry;
  actions: FileActions;
  onClose: () => void;
}

/** A file at the side of the page, as far as it can be shown; what is in it cannot act. */
export function FilePreview({ file, actions, onClose }: Props) {
  const t = useTexts(filesTexts);
  const phone = usePhone();
  const [sheet, setSheet] = useState<string>();
  const preview = useFilePreview(file.id, sheet);
  return (
    <Drawer
      open
      size={phone ? '100%' : drawerPixels}
      title={<bdi>{file.name}</bdi>}
      onClose={onClose}
      extra={
        <Space>
          <ShareToRoom bare={phone} card={{ object: 'file', id: file.id, title: file.name.slice(0, 200) }} />
          {file.can_ask && <Button onClick={() => actions.ask(file)}>{t('ask')}</Button>}
          <Button icon={<DownloadOutlined />} onClick={() => actions.download(file)}>
            {phone ? formatBytes(file.size) : `${t('download')} ${formatBytes(file.size)}`}
          </Button>
        </Space>
      }
    >
      {preview.isError && <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.isPending && <PageSkeleton />}
      {preview.data && <Content file={file} preview={preview.data} onSheet={setSheet} />}
    </Drawer>
  );
}

function Content({
  file,
  preview,
  onSheet,
}: {
  file: FileEntry;
  preview: Preview;
  onSheet: (sheet: string) => void;
}) {
  const t = useTexts(filesTexts);
  if (file.size === 0) return <Alert type="info" showIcon title={t('emptyFile')} />;
  switch (preview.kind) {
    case 'image':
    case 'pdf':
    case 'audio':
    case 'video':
      return <Media file={file} kind={preview.kind} />;
    case 'markdown':
      return (
        <>
          <Suspense fallback={<PageSkeleton />}>
            <Markdown text={preview.text ?? ''} />
          </Suspense>
          {preview.is_truncated && <p className={styles.note}>{t('cut')}</p>}
        </>
      );
    case 'text':
      return (
        <>
          <pre className={styles.text}>{preview.text}</pre>
          {preview.is_truncated && <p className={styles.note}>{t('cut')}</p>}
        </>
      );
    case 'table':
      return preview.table && <TablePreview table={preview.table} onSheet={onSheet} />;
    case 'none':
      return (
        <Alert
          type="info"
          showIcon
          title={t('noPreview', { reason: preview.reason ?? preview.media_type })}
        />
      );
  }
}

function Media({ file, kind }: { file: FileEntry; kind: 'image' | 'pdf' | 'audio' | 'video' }) {
  const link = useContentUrl(file.id, true);
  if (link.isError) return <ErrorNotice error={link.error} onRetry={() => void link.refetch()} />;
  if (!link.data) return <PageSkeleton />;
  const { url } = link.data;
  if (kind === 'image') return <img className={styles.image} src={url} alt={file.name} />;
  if (kind === 'pdf') return <iframe className={styles.pdf} src={url} title={file.name} />;
  // biome-ignore lint/a11y/useMediaCaption: people's own recordings come without captions
  if (kind === 'audio') return <audio className={styles.audio} src={url} controls />;
  // biome-ignore lint/a11y/useMediaCaption: people's own recordings come without captions
  return <video className={styles.image} src={url} controls />;
}

function TablePreview({
  table: { columns, rows, has_more, sheet, sheets },
  onSheet,
}: {
  table: NonNullable<Preview['table']>;
  onSheet: (sheet: string) => void;
}) {
  const t = useTexts(filesTexts);
  return (
    <>
      {sheets.length > 1 && (
        <Select
          className={styles.sheets}
          aria-label={t('sheet')}
          value={sheet}
          options={sheets.map((name) => ({ value: name, label: name }))}
          onChange={(name: string | null) => name !== null && onSheet(name)}
        />
      )}
      <ResultGrid
        columns={columns.map(({ name, type }) => ({ name, type, kind: kindOf(type) }))}
        rows={rows}
        maxHeight={window.innerHeight - 220}
        label={t('preview')}
      />
      {has_more && <p className={styles.note}>{t('moreRows', { count: rows.length })}</p>}
    </>
  );
}

/** Figures stand at the right; what the file holds besides is shown as it is. */
function kindOf(type: string): ColumnKind {
  if (/^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?\b/i.test(type)) return 'integer';
  return /^(?:DOUBLE|FLOAT|REAL|DECIMAL)/i.test(type) ? 'number' : 'text';
}
