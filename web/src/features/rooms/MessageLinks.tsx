import type { RoomMessage } from '@sextant/contract/room-messages';
import { Link } from 'react-router';
import { Moment } from '../../ui/Moment.tsx';
import styles from './MessageLinks.module.css';
import { roomPath } from './rooms-paths.ts';

interface Props {
  messages: readonly RoomMessage[];
  /** The name of a message's room, where they come from several. */
  roomName?: (roomId: string) => string;
  onFollow?: () => void;
}

/** Messages by their beginning, each leading to its place. */
export function MessageLinks({ messages, roomName, onFollow }: Props) {
  return (
    <ul className={styles.list}>
      {messages.map((message) => (
        <li key={message.id}>
          <Link to={roomPath(message.room_id, message.id)} className={styles.link} onClick={onFollow}>
            <span className={styles.head}>
              <strong>
                {message.sender?.display_name ?? 'Sextant'}
                {roomName && ` · ${roomName(message.room_id)}`}
              </strong>
              <Moment time={message.created_at} />
            </span>
            <span className={styles.text}>
              {message.content || message.attachment?.name || message.card?.title}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
