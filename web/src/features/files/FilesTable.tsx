import {
  FileImageOutlined,
  FileOutlined,
  FileTextOutlined,
  FolderOutlined,
  MoreOutlined,
  TableOutlined,
} from '@ant-design/icons';
import type { FileEntry } from '@sextant/contract/files';
import { Button, Dropdown, type MenuProps, Table, Tag } from 'antd';
import { Link } from 'react-router';
import { formatBytes } from '../../lib/format-number.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { Moment } from '../../ui/Moment.tsx';
import styles from './FilesTable.module.css';
import { filePaths } from './files-paths.ts';
import { filesTexts } from './files-texts.ts';
import type { FileActions } from './use-file-actions.tsx';

export interface Sorting {
  sort: 'name' | 'size' | 'updated_at';
  order: 'asc' | 'desc';
}

interface Props {
  entries: FileEntry[];
  inTrash: boolean;
  loading: boolean;
  empty: string;
  sorting: Sorting | null;
  pagination: { current: number; pageSize: number; total: number };
  actions: FileActions;
  onPreview: (file: FileEntry) => void;
  onMove: (file: FileEntry) => void;
  onCopy: (file: FileEntry) => void;
  onShare: (file: FileEntry) => void;
  onChange: (change: { page: number } | Sorting) => void;
}

/** One page of files and folders with what can be done to each. */
export function FilesTable(props: Props) {
  const { entries, inTrash, loading, empty, sorting, pagination, onChange, onPreview } = props;
  const t = useTexts(filesTexts);
  const phone = usePhone();
  const sorter = (key: Sorting['sort']) =>
    sorting === null
      ? {}
      : {
          sorter: true,
          sortOrder:
            sorting.sort === key
              ? sorting.order === 'asc'
                ? ('ascend' as const)
                : ('descend' as const)
              : null,
        };
  return (
    <Table<FileEntry>
      rowKey="id"
      size="middle"
      dataSource={entries}
      loading={loading}
      locale={{ emptyText: empty }}
      pagination={{
        ...pagination,
        hideOnSinglePage: true,
        showSizeChanger: false,
        showTotal: (count) => t('total', { count }),
      }}
      onChange={({ current = 1 }, _, sorted) => {
        if (current !== pagination.current) return onChange({ page: current });
        const chosen = [sorted].flat()[0];
        if (chosen?.columnKey === undefined) return;
        onChange({
          sort: chosen.columnKey as Sorting['sort'],
          order: chosen.order === 'descend' ? 'desc' : 'asc',
        });
      }}
      columns={[
        {
          title: t('name'),
          key: 'name',
          ...sorter('name'),
          render: (_, file) => <Name file={file} inTrash={inTrash} onPreview={onPreview} />,
        },
        {
          title: t('size'),
          key: 'size',
          align: 'right',
          responsive: ['sm'],
          ...sorter('size'),
          render: (_, { kind, size }) => (kind === 'folder' ? '–' : formatBytes(size)),
        },
        {
          title: t(inTrash ? 'deleted' : 'changed'),
          key: 'updated_at',
          responsive: ['sm'],
          ...sorter('updated_at'),
          render: (_, { updated_at, trashed_at }) => <Moment time={inTrash ? trashed_at : updated_at} />,
        },
        { title: t('owner'), dataIndex: 'owner', responsive: ['md'] },
        {
          title: phone ? '' : t('actions'),
          key: 'actions',
          width: 56,
          render: (_, file) => <Actions file={file} {...props} />,
        },
      ]}
    />
  );
}

function iconOf({ kind, media_type, can_ask }: FileEntry) {
  if (kind === 'folder') return <FolderOutlined />;
  if (can_ask) return <TableOutlined />;
  if (media_type?.startsWith('image/')) return <FileImageOutlined />;
  return media_type?.startsWith('text/') ? <FileTextOutlined /> : <FileOutlined />;
}

function Name({ file, inTrash, onPreview }: { file: FileEntry } & Pick<Props, 'inTrash' | 'onPreview'>) {
  const t = useTexts(filesTexts);
  const opens = !inTrash && file.kind === 'folder';
  return (
    <span className={styles.name}>
      {iconOf(file)}
      {opens && <Link to={filePaths.folder(file.id)}>{file.name}</Link>}
      {!opens && inTrash && <bdi>{file.name}</bdi>}
      {!opens && !inTrash && (
        <button type="button" className={styles.open} onClick={() => onPreview(file)}>
          <bdi>{file.name}</bdi>
        </button>
      )}
      {file.is_shared && <Tag>{t('sharedMark')}</Tag>}
    </span>
  );
}

function Actions({
  file,
  inTrash,
  actions,
  onPreview,
  onMove,
  onCopy,
  onShare,
}: { file: FileEntry } & Props) {
  const t = useTexts(filesTexts);
  const isFile = file.kind === 'file';
  const mayWrite = file.access !== 'read';
  const item = (key: string, label: string, onClick: () => void, danger = false) => ({
    key,
    label,
    onClick,
    danger,
  });
  const items: NonNullable<MenuProps['items']> = inTrash
    ? [
        item('restore', t('restore'), () => actions.restore(file)),
        item('destroy', t('destroy'), () => actions.destroy(file), true),
      ]
    : [
        ...(isFile ? [item('preview', t('preview'), () => onPreview(file))] : []),
        ...(isFile ? [item('download', t('download'), () => actions.download(file))] : []),
        ...(file.can_ask ? [item('ask', t('ask'), () => actions.ask(file))] : []),
        ...(mayWrite ? [item('rename', t('rename'), () => actions.rename(file))] : []),
        ...(mayWrite ? [item('move', t('move'), () => onMove(file))] : []),
        item('copy', t('copy'), () => onCopy(file)),
        ...(file.access === 'owner' ? [item('share', t('share'), () => onShare(file))] : []),
        ...(mayWrite ? [item('remove', t('remove'), () => actions.remove(file), true)] : []),
      ];
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button type="text" icon={<MoreOutlined />} aria-label={`${t('actions')} ${file.name}`} />
    </Dropdown>
  );
}
