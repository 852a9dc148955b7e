import { BellOutlined, PlusOutlined, TeamOutlined } from '@ant-design/icons';
import type { Room } from '@sextant/contract/rooms';
import { Button, Input, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { relativeTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useRooms } from '../../lib/rooms-list.ts';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { MessageLinks } from './MessageLinks.tsx';
import { NewRoomDialog } from './NewRoomDialog.tsx';
import { OpenRoomsDialog } from './OpenRoomsDialog.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';
import styles from './RoomList.module.css';
import { roomPath } from './rooms-paths.ts';
import { useFoundMessages } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

/** The own rooms with what is unread; the search finds rooms by name and messages of all of them. */
export function RoomList({ current }: { current: string | undefined }) {
  const t = useTexts(roomsTexts);
  const mayCreate = useMay('create');
  const rooms = useRooms();
  const [q, setQ] = useState('');
  const [dialog, setDialog] = useState<'new' | 'open' | null>(null);
  const sought = q.trim().toLowerCase();
  const shown = (rooms.data ?? []).filter(({ name, other }) =>
    [name, other?.username ?? ''].some((one) => one.toLowerCase().includes(sought)),
  );
  const close = () => setDialog(null);
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <div className={styles.buttons}>
          {mayCreate && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('new')}>
              {t('newRoom')}
            </Button>
          )}
          <Button icon={<TeamOutlined />} onClick={() => setDialog('open')}>
            {t('openRoomsShort')}
          </Button>
        </div>
        <Input.Search
          allowClear
          value={q}
          placeholder={t('searchAll')}
          aria-label={t('searchAll')}
          onChange={(event) => setQ(event.target.value)}
        />
      </div>
      <nav className={styles.scroll} aria-label={t('title')}>
        {rooms.isPending && <Skeleton active avatar title={false} paragraph={{ rows: 6 }} />}
        {rooms.isError && <ErrorNotice error={rooms.error} onRetry={() => void rooms.refetch()} />}
        {rooms.isSuccess && shown.length === 0 && (
          <p className={styles.empty}>{t(sought === '' ? 'noRooms' : 'noRoomFound')}</p>
        )}
        {shown.map((room) => (
          <RoomLink key={room.id} room={room} isCurrent={room.id === current} />
        ))}
        {sought !== '' && <Found q={q.trim()} rooms={rooms.data ?? []} />}
      </nav>
      {dialog === 'new' && <NewRoomDialog onClose={close} />}
      {dialog === 'open' && <OpenRoomsDialog onClose={close} />}
    </div>
  );
}

function RoomLink({ room, isCurrent }: { room: Room; isCurrent: boolean }) {
  const t = useTexts(roomsTexts);
  const { language } = usePreferences();
  const { me, last_message: last } = room;
  const unread = me?.unread_count ?? 0;
  const mentions = me?.unread_mentions ?? 0;
  const said =
    last === null ? t('noMessages') : last.content || t(last.kind === 'image' ? 'imageSent' : 'thingSent');
  const by = room.kind === 'private' || last === null ? '' : `${last.sender_name ?? 'Sextant'}: `;
  return (
    <Link
      to={roomPath(room.id)}
      aria-current={isCurrent ? 'page' : undefined}
      className={isCurrent ? `${styles.room} ${styles.current}` : styles.room}
    >
      <PersonAvatar name={room.name} url={room.other?.avatar_url} size={36} />
      <span className={styles.about}>
        <span className={styles.line}>
          <bdi className={unread > 0 ? `${styles.name} ${styles.bold}` : styles.name}>{room.name}</bdi>
          <time className={styles.time} dateTime={room.last_message_at}>
            {relativeTime(room.last_message_at, language)}
          </time>
        </span>
        <span className={styles.line}>
          <span className={styles.said}>
            {by}
            {said}
          </span>
          {me?.is_silent && <BellOutlined className={styles.silent} title={t('silent')} />}
          {mentions > 0 && (
            <span className={styles.mention} title={t('mentions', { count: mentions })}>
              @
            </span>
          )}
          {unread > 0 && (
            <span
              role="img"
              className={me?.is_silent ? `${styles.count} ${styles.quiet}` : styles.count}
              aria-label={t('unread', { count: unread })}
            >
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}

function Found({ q, rooms }: { q: string; rooms: readonly Room[] }) {
  const t = useTexts(roomsTexts);
  const found = useFoundMessages(useDebounced(q));
  const messages = found.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <>
      <h2 className={styles.heading}>{t('messages')}</h2>
      {found.isError && <ErrorNotice error={found.error} />}
      {found.isSuccess && messages.length === 0 && <p className={styles.empty}>{t('nothingFound')}</p>}
      <MessageLinks
        messages={messages}
        roomName={(roomId) => rooms.find(({ id }) => id === roomId)?.name ?? ''}
      />
      {found.hasNextPage && (
        <Button
          block
          type="link"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('older')}
        </Button>
      )}
    </>
  );
}
