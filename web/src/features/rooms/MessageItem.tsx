import { PushpinFilled } from '@ant-design/icons';
import type { RoomMessage } from '@sextant/contract/room-messages';
import { lazy, memo, Suspense } from 'react';
import { Link } from 'react-router';
import { exactTime } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { localeOf, useTexts } from '../../lib/texts.ts';
import { PartBoundary } from '../../ui/PartBoundary.tsx';
import { AttachmentView } from './AttachmentView.tsx';
import { CardView } from './CardView.tsx';
import styles from './MessageItem.module.css';
import { MessageText } from './MessageText.tsx';
import { MessageTools } from './MessageTools.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';
import { Reactions } from './Reactions.tsx';
import { useRoomContext } from './room-context.ts';
import { roomPath } from './rooms-paths.ts';
import { roomsTexts } from './rooms-texts.ts';

const AnswerView = lazy(async () => ({ default: (await import('./AnswerView.tsx')).AnswerView }));

interface Props {
  message: RoomMessage;
  /** Stands close below one of the same sender: without picture and name. */
  isJoined: boolean;
  isMarked: boolean;
  /** How many others have read it, of how many; told at the last own message only. */
  readBy: { count: number; of: number } | null;
}

/** One message with its tools. */
export const MessageItem = memo(function MessageItem({ message, isJoined, isMarked, readBy }: Props) {
  const t = useTexts(roomsTexts);
  const { myId } = useRoomContext();
  const { language } = usePreferences();
  const { sender, mentions } = message;
  const isAnswer = message.kind === 'answer';
  const name = isAnswer ? 'Sextant' : (sender?.display_name ?? t('gonePerson'));
  const isForMe = mentions.includes(myId) || mentions.includes('all');
  const isGone = message.deleted_at !== null;
  const classes = [
    styles.message,
    isJoined && styles.joined,
    isMarked && styles.marked,
    isForMe && !isAnswer && !isGone && styles.forMe,
  ];
  const time = new Date(message.created_at).toLocaleTimeString(localeOf(language), { timeStyle: 'short' });
  return (
    <article className={classes.filter(Boolean).join(' ')} data-message={message.id} aria-label={name}>
      <div className={styles.side}>
        {isJoined ? (
          <time className={styles.sideTime} dateTime={message.created_at}>
            {time}
          </time>
        ) : (
          <PersonAvatar name={isAnswer ? null : name} url={sender?.avatar_url} />
        )}
      </div>
      <div className={styles.main}>
        {!isJoined && (
          <div className={styles.head}>
            <strong className={styles.name}>{name}</strong>
            <time dateTime={message.created_at} title={exactTime(message.created_at, language)}>
              {time}
            </time>
            {message.pinned_at !== null && <PushpinFilled className={styles.pin} title={t('pinned')} />}
          </div>
        )}
        {message.reply_to !== null && !isGone && (
          <Link className={styles.quote} to={roomPath(message.room_id, message.reply_to.id)}>
            <strong>{message.reply_to.sender_name ?? 'Sextant'}</strong>{' '}
            {message.reply_to.content || t('quotedThing')}
          </Link>
        )}
        <Body message={message} />
        {message.edited_at !== null && !isGone && <span className={styles.faint}>{t('edited')}</span>}
        <Reactions message={message} />
        {readBy !== null && (
          <div className={styles.faint}>
            {readBy.count === readBy.of ? t('readByAll') : t('readBy', { count: readBy.count })}
          </div>
        )}
      </div>
      {!isGone && <MessageTools message={message} />}
    </article>
  );
});

function Body({ message }: { message: RoomMessage }) {
  const t = useTexts(roomsTexts);
  const { kind, content, attachment, card, answer, deleted_at } = message;
  if (deleted_at !== null) return <div className={styles.gone}>{t('deletedMessage')}</div>;
  return (
    <>
      {content !== '' && (
        <div className={answer?.failed ? styles.failed : undefined}>
          <MessageText content={content} />
        </div>
      )}
      {attachment !== null && <AttachmentView attachment={attachment} isImage={kind === 'image'} />}
      {card !== null && <CardView message={message} card={card} />}
      {answer !== null && (
        <PartBoundary>
          <Suspense fallback={null}>
            <AnswerView message={message} answer={answer} />
          </Suspense>
        </PartBoundary>
      )}
    </>
  );
}
