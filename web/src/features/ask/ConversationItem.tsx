import { DeleteOutlined, EditOutlined, MoreOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import type { Conversation } from '@sextant/contract/conversations';
import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { exactTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { useConversationActions } from './ask-queries.ts';
import { askTexts } from './ask-texts.ts';
import styles from './ConversationPanel.module.css';

const RenameDialog = lazy(async () => ({ default: (await import('./RenameDialog.tsx')).RenameDialog }));

interface Props {
  conversation: Conversation;
  current: boolean;
  onOpen: () => void;
}

export function ConversationItem({ conversation, current, onOpen }: Props) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const { rename, favorite, remove } = useConversationActions();
  const [renaming, setRenaming] = useState(false);
  const { id, title, is_favorite: isFavorite } = conversation;
  const onError = (error: Error) => message.error(error.message);
  const confirmRemove = () =>
    modal.confirm({
      title: t('removeTitle', { title }),
      content: t('removeBody'),
      okText: t('remove'),
      okButtonProps: { danger: true },
      onOk: () => {
        if (current) void navigate('/');
        remove.mutate({ id }, { onError });
      },
    });
  return (
    <div className={current ? `${styles.item} ${styles.current}` : styles.item}>
      <Link
        to={`/ask/${id}`}
        className={styles.link}
        aria-current={current ? 'page' : undefined}
        title={`${title}\n${exactTime(conversation.updated_at, language)}`}
        onClick={onOpen}
      >
        {isFavorite && <StarFilled className={styles.star} aria-hidden />} {title}
      </Link>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'favorite',
              icon: isFavorite ? <StarFilled /> : <StarOutlined />,
              label: isFavorite ? t('unfavorite') : t('favorite'),
            },
            { key: 'rename', icon: <EditOutlined />, label: t('rename') },
            { key: 'remove', icon: <DeleteOutlined />, label: t('remove'), danger: true },
          ],
          onClick: ({ key }) => {
            if (key === 'favorite') favorite.mutate({ id }, { onError });
            else if (key === 'rename') setRenaming(true);
            else confirmRemove();
          },
        }}
      >
        <Button
          type="text"
          size="small"
          className={styles.menu}
          icon={<MoreOutlined />}
          aria-label={t('moreActions')}
        />
      </Dropdown>
      {renaming && (
        <Suspense fallback={null}>
          <RenameDialog
            title={title}
            onClose={() => setRenaming(false)}
            onRename={(next) => rename.mutate({ id, title: next }, { onError })}
          />
        </Suspense>
      )}
    </div>
  );
}
