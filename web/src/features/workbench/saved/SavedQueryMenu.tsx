import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { copyText } from '../../../lib/clipboard.ts';
import { useTexts } from '../../../lib/texts.ts';
import { uiTexts } from '../../../ui/ui-texts.ts';
import styles from '../Panel.module.css';
import { panelTexts } from '../panel-texts.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import type { SavedQueryItem } from './folder-tree.ts';
import { useSavedQueryActions } from './saved-queries.ts';
import { savedQueryLink } from './saved-query-link.ts';

const SaveDialog = lazy(async () => ({ default: (await import('./SaveDialog.tsx')).SaveDialog }));

/** What can be done with one saved query in the list. */
export function SavedQueryMenu({ query, onOpen }: { query: SavedQueryItem; onOpen: () => void }) {
  const t = useTexts(panelTexts);
  const w = useTexts(workbenchTexts);
  const ui = useTexts(uiTexts);
  const { modal, message } = App.useApp();
  const { remove } = useSavedQueryActions();
  const [editing, setEditing] = useState(false);
  const copyLink = () =>
    copyText(savedQueryLink(query.id)).then(
      () => void message.success(w('linkCopied')),
      () => void message.warning(ui('copyFailed')),
    );
  const confirmRemove = () =>
    void modal.confirm({
      title: t('removeTitle', { name: query.name }),
      content: t('removeBody'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(query.id).catch((error: Error) => message.error(error.message)),
    });
  const items: MenuProps['items'] = [
    { key: 'open', label: t('open'), onClick: onOpen },
    { key: 'link', label: w('copyLink'), onClick: () => void copyLink() },
    ...(query.can_manage
      ? [
          { key: 'edit', label: t('edit'), onClick: () => setEditing(true) },
          { type: 'divider' as const },
          { key: 'remove', label: t('remove'), danger: true, onClick: confirmRemove },
        ]
      : []),
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button
          type="text"
          size="small"
          className={styles.menu}
          icon={<MoreOutlined />}
          aria-label={t('tableMenu', { name: query.name })}
        />
      </Dropdown>
      <Suspense fallback={null}>
        {editing && <SaveDialog query={query} onSaved={() => undefined} onClose={() => setEditing(false)} />}
      </Suspense>
    </>
  );
}
