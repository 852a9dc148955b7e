import type { RoomMessage } from '@sextant/contract/room-messages';
import { Tooltip } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import styles from './Reactions.module.css';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';
import { useReact } from './use-message-acts.tsx';

/** What people have answered with a sign; a click adds one's own or takes it back. */
export function Reactions({ message }: { message: RoomMessage }) {
  const t = useTexts(roomsTexts);
  const { myId, nameOf } = useRoomContext();
  const react = useReact(message);
  if (message.reactions.length === 0) return null;
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, user_ids }) => {
        const isMine = user_ids.includes(myId);
        return (
          <Tooltip key={emoji} title={user_ids.map(nameOf).join(t('comma'))}>
            <button
              type="button"
              className={isMine ? `${styles.reaction} ${styles.mine}` : styles.reaction}
              aria-pressed={isMine}
              aria-label={t('reactionOf', { emoji, count: user_ids.length })}
              onClick={() => react(emoji, !isMine)}
            >
              {emoji} {user_ids.length}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
