import { DownOutlined } from '@ant-design/icons';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { Button, Empty, Skeleton } from 'antd';
import { Fragment, useEffect, useRef } from 'react';
import { usePreferences } from '../../lib/preferences.ts';
import { localeOf, useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { MessageItem } from './MessageItem.tsx';
import { NoticeLine } from './NoticeLine.tsx';
import { OutgoingItem } from './OutgoingItem.tsx';
import { useOutgoing } from './outbox.ts';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';
import styles from './ThreadList.module.css';
import type { Thread, ThreadView } from './thread.ts';
import { useReadMark } from './use-read-mark.ts';
import { useThreadScroll } from './use-thread-scroll.ts';

const joinedWithinMilliseconds = 5 * 60_000;

interface Props {
  thread: Thread;
  view: ThreadView;
  /** The message that the address leads to. */
  messageId: string | null;
  /** Leaves that message for the room's end. */
  onToEnd: () => void;
}

/** The messages of a room in their order, by day, with what is on its way at the end. */
export function ThreadList({ thread, view, messageId, onToEnd }: Props) {
  const t = useTexts(roomsTexts);
  const { room, myId } = useRoomContext();
  const box = useRef<HTMLDivElement>(null);
  const outgoing = useOutgoing(room.id, myId);
  const { state } = view;
  const reachesEnd = state !== null && !state.hasNewer;
  const scroll = useThreadScroll(box, {
    shown: state,
    reachesEnd,
    onOlder: thread.older,
    onNewer: thread.newer,
  });
  const { toMessage, toEnd } = scroll;
  const isThere = state?.messages.some(({ id }) => id === messageId) ?? false;
  useEffect(() => {
    if (messageId !== null && isThere) toMessage(messageId);
  }, [messageId, isThere, toMessage]);
  const sending = outgoing.length;
  useEffect(() => {
    if (sending > 0) toEnd();
  }, [sending, toEnd]);
  useReadMark(room.id, reachesEnd && scroll.isAtEnd ? (state?.last ?? null) : null);
  const goToEnd = () => {
    onToEnd();
    if (!reachesEnd) void thread.open(null);
    toEnd();
  };
  return (
    <div className={styles.frame}>
      <div ref={box} className={styles.scroller}>
        <div className={styles.column} role="log" aria-live="polite" aria-label={t('messages')}>
          {state === null && view.error === null && (
            <Skeleton active avatar paragraph={{ rows: 5 }} className={styles.skeleton} />
          )}
          {state === null && view.error !== null && (
            <ErrorNotice error={view.error} onRetry={() => void thread.open(messageId)} />
          )}
          {state?.hasOlder && (
            <Button type="link" size="small" block loading={view.loading === 'older'} onClick={thread.older}>
              {t('older')}
            </Button>
          )}
          {state?.messages.length === 0 && sending === 0 && <Empty description={t('noMessages')} />}
          <Messages messages={state?.messages ?? []} messageId={messageId} />
          {state?.hasNewer && (
            <Button type="link" size="small" block loading={view.loading === 'newer'} onClick={thread.newer}>
              {t('newer')}
            </Button>
          )}
          {reachesEnd && outgoing.map((one) => <OutgoingItem key={one.clientId} message={one} />)}
        </div>
      </div>
      {state !== null && !(reachesEnd && scroll.isAtEnd) && (
        <Button className={styles.end} shape="round" icon={<DownOutlined />} onClick={goToEnd}>
          {t('toEnd')}
        </Button>
      )}
    </div>
  );
}

function Messages({ messages, messageId }: { messages: readonly RoomMessage[]; messageId: string | null }) {
  const t = useTexts(roomsTexts);
  const { language } = usePreferences();
  const { room, myId, members } = useRoomContext();
  // Where unread ones began when the room was opened.
  const readUntil = useRef(room.me?.last_read_seq ?? 0).current;
  const firstUnread = messages.find(
    ({ seq, sender, kind }) => seq > readUntil && sender?.id !== myId && kind !== 'notice',
  )?.id;
  const others = members.filter(({ person }) => person.id !== myId);
  const last = messages.findLast(({ sender, kind }) => sender?.id === myId && kind !== 'notice');
  const readers = last === undefined ? 0 : others.filter((one) => one.last_read_seq >= last.seq).length;
  return messages.map((message, at) => {
    const before = messages[at - 1];
    const day = new Date(message.created_at).toDateString();
    const isNewDay = before === undefined || new Date(before.created_at).toDateString() !== day;
    const isFirstUnread = message.id === firstUnread && readUntil > 0;
    return (
      <Fragment key={message.id}>
        {isNewDay && (
          <div className={styles.day}>
            <span>
              {new Date(message.created_at).toLocaleDateString(localeOf(language), { dateStyle: 'full' })}
            </span>
          </div>
        )}
        {isFirstUnread && (
          <div className={`${styles.day} ${styles.unread}`}>
            <span>{t('newMessages')}</span>
          </div>
        )}
        {message.notice !== null ? (
          <NoticeLine message={message} notice={message.notice} />
        ) : (
          <MessageItem
            message={message}
            isJoined={!isNewDay && !isFirstUnread && isJoinedTo(message, before)}
            isMarked={message.id === messageId}
            readBy={message === last && readers > 0 ? { count: readers, of: others.length } : null}
          />
        )}
      </Fragment>
    );
  });
}

function isJoinedTo(message: RoomMessage, before: RoomMessage | undefined): boolean {
  if (before === undefined || before.kind === 'notice' || message.reply_to !== null) return false;
  if (message.sender === null || message.sender.id !== before.sender?.id) return false;
  return Date.parse(message.created_at) - Date.parse(before.created_at) < joinedWithinMilliseconds;
}
