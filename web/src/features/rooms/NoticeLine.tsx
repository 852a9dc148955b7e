import type { RoomMessage, RoomNotice } from '@sextant/contract/room-messages';
import { useTexts } from '../../lib/texts.ts';
import styles from './NoticeLine.module.css';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';

/** What happened in the room, on one line. */
export function NoticeLine({ message, notice }: { message: RoomMessage; notice: RoomNotice }) {
  const t = useTexts(roomsTexts);
  const { nameOf } = useRoomContext();
  const who = message.sender?.display_name ?? t('gonePerson');
  const text =
    'name' in notice
      ? t(`notice_${notice.event}`, { who, name: notice.name })
      : t(`notice_${notice.event}`, { who, whom: notice.user_ids.map(nameOf).join(t('comma')) });
  return (
    <div className={styles.notice} data-message={message.id}>
      {text}
    </div>
  );
}
