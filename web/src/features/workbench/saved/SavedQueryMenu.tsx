import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { useCopy } from '../../../ui/use-copy.ts';
import { useErrorMessage } from '../../../ui/use-error-message.ts';
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
  const copy = useCopy();
  const showError = useErrorMessage();
  const { modal } = App.useApp();
  const { remove } = useSavedQueryActions();
  const [editing, setEditing] = useState(false);
  const confirmRemove = () =>
    void modal.confirm({
      title: t('removeTitle', { name: query.name }),
      content: t('removeBody'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync(query.id).catch(showError),
    });
  const items: MenuProps['items'] = [
    { key: 'open', label: t('open'), onClick: onOpen },
    {
      key: 'link',
      label: w('copyLink'),
      onClick: () => void copy(savedQueryLink(query.id), w('linkCopied')),
    },
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
          aria-label={t('menuOf', { name: query.name })}
        />
      </Dropdown>
      <Suspense fallback={null}>
        {editing && <SaveDialog query={query} onSaved={() => undefined} onClose={() => setEditing(false)} />}
      </Suspense>
    </>
  );
}
