import {
  FileTextOutlined,
  FolderOutlined,
  MoreOutlined,
  RightOutlined,
  SearchOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { App, Button, Dropdown, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { useDebounced } from '../../../lib/use-debounced.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { useErrorMessage } from '../../../ui/use-error-message.ts';
import styles from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import { type Folder, folderTree, type SavedQueryItem } from './folder-tree.ts';
import { SavedQueryMenu } from './SavedQueryMenu.tsx';
import { useSavedQueries, useSavedQueryActions } from './saved-queries.ts';

const indentPixels = 16;

interface Props {
  currentId: string | null;
  onOpen: (id: string) => void;
}

/** Saved queries in their folders. */
export function SavedPanel({ currentId, onOpen }: Props) {
  const t = useTexts(panelTexts);
  const [search, setSearch] = useState('');
  const words = useDebounced(search.trim());
  const list = useSavedQueries(words);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const queries = list.data?.saved_queries ?? [];
  const toggle = (path: string) => {
    const next = new Set(folded);
    if (!next.delete(path)) next.add(path);
    setFolded(next);
  };
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t('searchSaved')}
          aria-label={t('searchSaved')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className={styles.scroll}>
        {list.isPending && <Skeleton active title={false} className={styles.skeleton} />}
        {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
        {list.isSuccess && queries.length === 0 && (
          <p className={styles.empty}>{words === '' ? t('noSaved') : t('noneSaved')}</p>
        )}
        <FolderContent
          folder={folderTree(queries)}
          depth={0}
          folded={words === '' ? folded : new Set()}
          currentId={currentId}
          onToggle={toggle}
          onOpen={onOpen}
        />
      </div>
    </div>
  );
}

interface ContentProps extends Props {
  folder: Folder;
  depth: number;
  folded: ReadonlySet<string>;
  onToggle: (path: string) => void;
}

function FolderContent(props: ContentProps) {
  const { folder, depth, folded, currentId, onToggle, onOpen } = props;
  return (
    <>
      {folder.folders.map((inner) => (
        <div key={inner.path}>
          <FolderRow
            folder={inner}
            depth={depth}
            open={!folded.has(inner.path)}
            onToggle={() => onToggle(inner.path)}
          />
          {!folded.has(inner.path) && <FolderContent {...props} folder={inner} depth={depth + 1} />}
        </div>
      ))}
      {folder.queries.map((query) => (
        <QueryRow
          key={query.id}
          query={query}
          depth={depth}
          current={query.id === currentId}
          onOpen={() => onOpen(query.id)}
        />
      ))}
    </>
  );
}

function FolderRow({
  folder,
  depth,
  open,
  onToggle,
}: {
  folder: Folder;
  depth: number;
  open: boolean;
  onToggle: () => void;
}) {
  const t = useTexts(panelTexts);
  const { modal, message } = App.useApp();
  const showError = useErrorMessage();
  const { moveFolder } = useSavedQueryActions();
  const move = () => {
    let to = folder.path;
    void modal.confirm({
      title: t('moveFolderTitle', { name: folder.path }),
      icon: null,
      content: (
        <Input
          autoFocus
          aria-label={t('folderPath')}
          placeholder={t('folderPath')}
          defaultValue={folder.path}
          maxLength={300}
          onChange={(event) => {
            to = event.target.value.trim();
          }}
        />
      ),
      onOk: async () => {
        if (to === folder.path) return;
        await moveFolder
          .mutateAsync({ from: folder.path, to })
          .then(({ moved }) => void message.success(t('moved', { count: moved })), showError);
      },
    });
  };
  return (
    <div className={styles.row} style={{ paddingInlineStart: depth * indentPixels }}>
      <button type="button" className={styles.name} aria-expanded={open} onClick={onToggle}>
        <RightOutlined rotate={open ? 90 : 0} style={{ fontSize: 11 }} /> <FolderOutlined /> {folder.name}
      </button>
      <Dropdown
        trigger={['click']}
        menu={{ items: [{ key: 'move', label: t('moveFolder'), onClick: move }] }}
      >
        <Button
          type="text"
          size="small"
          className={styles.menu}
          icon={<MoreOutlined />}
          aria-label={t('menuOf', { name: folder.name })}
        />
      </Dropdown>
    </div>
  );
}

function QueryRow({
  query,
  depth,
  current,
  onOpen,
}: {
  query: SavedQueryItem;
  depth: number;
  current: boolean;
  onOpen: () => void;
}) {
  const t = useTexts(panelTexts);
  const mine = query.can_manage;
  const shared = mine ? t('shared') : t('sharedBy', { owner: query.owner });
  return (
    <div className={styles.row} style={{ paddingInlineStart: depth * indentPixels + 14 }}>
      <button
        type="button"
        className={styles.name}
        aria-current={current || undefined}
        title={[query.name, query.description].filter(Boolean).join('\n')}
        onClick={onOpen}
      >
        <FileTextOutlined /> {query.name}
      </button>
      {query.is_shared && <TeamOutlined className={styles.mark} aria-label={shared} title={shared} />}
      <SavedQueryMenu query={query} onOpen={onOpen} />
    </div>
  );
}
