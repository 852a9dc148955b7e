import {
  CopyOutlined,
  DeleteOutlined,
  EditOutlined,
  LinkOutlined,
  MessageOutlined,
  MoreOutlined,
  PushpinOutlined,
  SmileOutlined,
} from '@ant-design/icons';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { Button, Dropdown, type MenuProps, Popover } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { useMedia } from '../../lib/use-media.ts';
import { useCopy } from '../../ui/use-copy.ts';
import styles from './MessageTools.module.css';
import { useRoomContext } from './room-context.ts';
import { roomPath } from './rooms-paths.ts';
import { roomsTexts } from './rooms-texts.ts';
import { reactionSigns, useMessageActs, useReact } from './use-message-acts.tsx';

/** Reply, react and the rest; all in one menu where there is no pointer to hover with. */
export function MessageTools({ message }: { message: RoomMessage }) {
  const t = useTexts(roomsTexts);
  const { reply } = useRoomContext();
  const acts = useMessageActs(message);
  const touch = useMedia('(hover: none), (max-width: 767px)');
  return (
    <div className={styles.tools}>
      {!touch && acts.mayReact && <ReactButton message={message} />}
      {!touch && acts.mayReply && (
        <Button
          size="small"
          type="text"
          icon={<MessageOutlined />}
          aria-label={t('reply')}
          title={t('reply')}
          onClick={() => reply(message)}
        />
      )}
      <More message={message} touch={touch} />
    </div>
  );
}

function ReactButton({ message }: { message: RoomMessage }) {
  const t = useTexts(roomsTexts);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="topRight"
      open={open}
      onOpenChange={setOpen}
      content={<Signs message={message} onDone={() => setOpen(false)} />}
    >
      <Button size="small" type="text" icon={<SmileOutlined />} aria-label={t('react')} title={t('react')} />
    </Popover>
  );
}

function Signs({ message, onDone }: { message: RoomMessage; onDone: () => void }) {
  const { myId } = useRoomContext();
  const react = useReact(message);
  const mine = (sign: string) =>
    message.reactions.some(({ emoji, user_ids }) => emoji === sign && user_ids.includes(myId));
  return (
    <div className={styles.signs}>
      {reactionSigns.map((sign) => (
        <Button
          key={sign}
          type="text"
          size="small"
          aria-label={sign}
          onClick={() => {
            react(sign, !mine(sign));
            onDone();
          }}
        >
          {sign}
        </Button>
      ))}
    </div>
  );
}

function More({ message, touch }: { message: RoomMessage; touch: boolean }) {
  const t = useTexts(roomsTexts);
  const copy = useCopy();
  const { reply, edit } = useRoomContext();
  const acts = useMessageActs(message);
  const [open, setOpen] = useState(false);
  const { content, pinned_at } = message;
  const choices: (NonNullable<MenuProps['items']>[number] | false)[] = [
    touch &&
      acts.mayReact && { key: 'react', label: <Signs message={message} onDone={() => setOpen(false)} /> },
    acts.mayReply && { key: 'reply', icon: <MessageOutlined />, label: t('reply') },
    content !== '' && { key: 'copy', icon: <CopyOutlined />, label: t('copyText') },
    { key: 'link', icon: <LinkOutlined />, label: t('copyLink') },
    acts.mayEdit && { key: 'edit', icon: <EditOutlined />, label: t('edit') },
    acts.mayPin && {
      key: 'pin',
      icon: <PushpinOutlined />,
      label: t(pinned_at === null ? 'pin' : 'unpin'),
    },
    acts.mayRemove && { key: 'delete', icon: <DeleteOutlined />, label: t('deleteMessage'), danger: true },
  ];
  const doing: Record<string, () => void> = {
    reply: () => reply(message),
    copy: () => void copy(content),
    link: () => void copy(new URL(roomPath(message.room_id, message.id), window.location.href).href),
    edit: () => edit(message),
    pin: acts.pin,
    delete: acts.remove,
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      menu={{ items: choices.filter((one) => one !== false), onClick: ({ key }) => doing[key]?.() }}
    >
      <Button size="small" type="text" icon={<MoreOutlined />} aria-label={t('more')} title={t('more')} />
    </Dropdown>
  );
}
