import { FolderAddOutlined, InboxOutlined, UploadOutlined } from '@ant-design/icons';
import type { FileEntry } from '@sextant/contract/files';
import { Alert, Breadcrumb, Button, Input, Progress, Tabs } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { formatBytes } from '../../lib/format-number.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { pageSize, useListAddress } from '../../lib/use-list-address.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FilterBar } from '../../ui/FilterBar.tsx';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import { FilePreview } from './FilePreview.tsx';
import styles from './FilesPage.module.css';
import { FilesTable, type Sorting } from './FilesTable.tsx';
import { FolderPicker } from './FolderPicker.tsx';
import { filePaths } from './files-paths.ts';
import { type Place, useEntries, useFile, useFileUsage } from './files-queries.ts';
import { filesTexts } from './files-texts.ts';
import { ShareDialog } from './ShareDialog.tsx';
import { UploadList } from './UploadList.tsx';
import { addUploads } from './uploads.ts';
import { type FileActions, useFileActions } from './use-file-actions.tsx';

type Open = { what: 'preview' | 'move' | 'copy' | 'share'; file: FileEntry };

/** The own files, those shared by others, and the trash; place, search, order and page stand in the address. */
export function FilesPage() {
  const t = useTexts(filesTexts);
  const place = usePlace();
  const actions = useFileActions();
  const mayCreate = useMay('create');
  const { q, page, values, show, query } = useListAddress(['sort', 'order', 'file']);
  const sorting = sortingOf(values);
  const { q: sought = '', limit, offset } = query;
  const entries = useEntries(place, sought, { limit, offset, ...sorting });
  const [open, setOpen] = useState<Open | null>(null);
  const folderId = place.kind === 'folder' ? place.id : null;
  const takesFiles = mayCreate && place.kind === 'folder' && entries.data?.folder?.access !== 'read';
  const openFor = (what: Open['what']) => (file: FileEntry) => setOpen({ what, file });
  const close = () => setOpen(null);
  return (
    <DropArea onFiles={takesFiles ? (files) => addUploads(files, folderId) : null}>
      <PageFrame
        title={t('title')}
        description={<Usage />}
        actions={<PlaceActions place={place} takesFiles={takesFiles} actions={actions} />}
      >
        <PlaceTabs place={place} />
        {place.kind === 'trash' && <TrashNote />}
        <FilterBar>
          <Input.Search
            allowClear
            value={q}
            placeholder={t('searchHint')}
            aria-label={t('search')}
            onChange={(event) => show({ q: event.target.value })}
          />
        </FilterBar>
        {entries.data && entries.data.path.length > 0 && <Trail path={entries.data.path} />}
        {entries.isError && <ErrorNotice error={entries.error} onRetry={() => void entries.refetch()} />}
        {entries.isPending && <PageSkeleton />}
        {entries.data && (
          <FilesTable
            entries={entries.data.entries}
            inTrash={place.kind === 'trash'}
            loading={entries.isPlaceholderData}
            empty={t(q !== '' ? 'noMatch' : emptyTexts[place.kind])}
            sorting={place.kind === 'trash' || q !== '' ? null : sorting}
            pagination={{ current: page, pageSize, total: entries.data.total }}
            actions={actions}
            onPreview={openFor('preview')}
            onMove={openFor('move')}
            onCopy={openFor('copy')}
            onShare={openFor('share')}
            onChange={show}
          />
        )}
        {values.file !== undefined && (
          <LinkedFile id={values.file} actions={actions} onClose={() => show({ file: undefined })} />
        )}
        {open?.what === 'preview' && <FilePreview file={open.file} actions={actions} onClose={close} />}
        {(open?.what === 'move' || open?.what === 'copy') && (
          <FolderPicker file={open.file} act={open.what} onClose={close} />
        )}
        {open?.what === 'share' && <ShareDialog file={open.file} onClose={close} />}
        <UploadList />
      </PageFrame>
    </DropArea>
  );
}

/** The file to which the address leads, such as from a card in a room, wherever it lies. */
function LinkedFile({ id, actions, onClose }: { id: string; actions: FileActions; onClose: () => void }) {
  const file = useFile(id);
  if (file.isError) return <ErrorNotice error={file.error} onDismiss={onClose} />;
  return file.data ? <FilePreview file={file.data} actions={actions} onClose={onClose} /> : null;
}

const emptyTexts = { folder: 'emptyFolder', shared: 'emptyShared', trash: 'emptyTrash' } as const;

function usePlace(): Place {
  const { pathname } = useLocation();
  const { folderId } = useParams();
  if (pathname === filePaths.shared) return { kind: 'shared' };
  if (pathname === filePaths.trash) return { kind: 'trash' };
  return { kind: 'folder', id: folderId ?? null };
}

function sortingOf({ sort, order }: { sort?: string; order?: string }): Sorting {
  const known = (['name', 'size', 'updated_at'] as const).find((one) => one === sort);
  return { sort: known ?? 'name', order: order === 'desc' ? 'desc' : 'asc' };
}

function PlaceTabs({ place }: { place: Place }) {
  const t = useTexts(filesTexts);
  const navigate = useNavigate();
  const paths = { folder: filePaths.mine, shared: filePaths.shared, trash: filePaths.trash };
  return (
    <Tabs
      activeKey={place.kind}
      onChange={(kind) => navigate(paths[kind as Place['kind']])}
      items={[
        { key: 'folder', label: t('mine') },
        { key: 'shared', label: t('shared') },
        { key: 'trash', label: t('trash') },
      ]}
    />
  );
}

function Trail({ path }: { path: { id: string; name: string }[] }) {
  const t = useTexts(filesTexts);
  return (
    <Breadcrumb
      className={styles.trail}
      items={[
        { key: 'top', title: <Link to={filePaths.mine}>{t('top')}</Link> },
        ...path.map(({ id, name }, at) => ({
          key: id,
          title: at === path.length - 1 ? <bdi>{name}</bdi> : <Link to={filePaths.folder(id)}>{name}</Link>,
        })),
      ]}
    />
  );
}

interface PlaceActionsProps {
  place: Place;
  takesFiles: boolean;
  actions: FileActions;
}

function PlaceActions({ place, takesFiles, actions }: PlaceActionsProps) {
  const t = useTexts(filesTexts);
  const picker = useRef<HTMLInputElement>(null);
  if (place.kind === 'trash') {
    return (
      <Button danger onClick={actions.emptyTrash}>
        {t('emptyTrashAct')}
      </Button>
    );
  }
  if (place.kind !== 'folder' || !takesFiles) return null;
  return (
    <>
      <Button icon={<FolderAddOutlined />} onClick={() => actions.newFolder(place.id)}>
        {t('newFolder')}
      </Button>
      <Button type="primary" icon={<UploadOutlined />} onClick={() => picker.current?.click()}>
        {t('upload')}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          addUploads([...(event.target.files ?? [])], place.id);
          event.target.value = '';
        }}
      />
    </>
  );
}

function Usage() {
  const t = useTexts(filesTexts);
  const { data } = useFileUsage();
  if (data === undefined) return null;
  const { used_bytes: used, quota_bytes: quota } = data;
  return (
    <span className={styles.usage}>
      {t('used', { used: formatBytes(used), quota: formatBytes(quota) })}
      <Progress
        percent={quota === 0 ? 100 : (used / quota) * 100}
        showInfo={false}
        size="small"
        className={styles.share}
        aria-label={t('used', { used: formatBytes(used), quota: formatBytes(quota) })}
      />
    </span>
  );
}

function TrashNote() {
  const t = useTexts(filesTexts);
  const { data } = useFileUsage();
  if (data === undefined) return null;
  return (
    <Alert type="info" showIcon title={t('trashDays', { days: data.trash_days })} className={styles.trail} />
  );
}

/** The whole page takes dropped files while `onFiles` is there. */
function DropArea({
  onFiles,
  children,
}: {
  onFiles: ((files: File[]) => void) | null;
  children: React.ReactNode;
}) {
  const t = useTexts(filesTexts);
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const step = (by: 1 | -1) => (event: DragEvent) => {
    if (onFiles === null || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    depth.current = Math.max(0, depth.current + by);
    setOver(depth.current > 0);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button with the file dialog does the same
    <div
      className={styles.area}
      onDragEnter={step(1)}
      onDragLeave={step(-1)}
      onDragOver={(event) => onFiles !== null && event.preventDefault()}
      onDrop={(event) => {
        if (onFiles === null) return;
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className={styles.overlay}>
          <InboxOutlined className={styles.icon} />
          {t('dropHere')}
        </div>
      )}
    </div>
  );
}
