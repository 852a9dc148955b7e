import { Fragment, useMemo, useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import styles from './MessageText.module.css';
import { messageParts } from './message-parts.ts';
import { useRoomContext } from './room-context.ts';
import { roomsTexts } from './rooms-texts.ts';

const longFromCharacters = 1_500;
const longFromLines = 24;

/** The text of a message as it was written: line breaks kept, addresses to follow, nothing read as HTML. */
export function MessageText({ content }: { content: string }) {
  const t = useTexts(roomsTexts);
  const { names } = useRoomContext();
  const [isOpen, setOpen] = useState(false);
  const isLong = content.length > longFromCharacters || content.split('\n').length > longFromLines;
  const parts = useMemo(() => messageParts(content, names), [content, names]);
  return (
    <>
      <div dir="auto" className={isLong && !isOpen ? `${styles.text} ${styles.cut}` : styles.text}>
        {parts.map(({ kind, text }, at) => {
          const key = `${at}${text}`;
          if (kind === 'link') {
            return (
              <a key={key} href={text} target="_blank" rel="noreferrer nofollow">
                {text}
              </a>
            );
          }
          if (kind === 'mention') {
            return (
              <span key={key} className={styles.mention}>
                {text}
              </span>
            );
          }
          return <Fragment key={key}>{text}</Fragment>;
        })}
      </div>
      {isLong && (
        <button type="button" className={styles.more} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'showLess' : 'showAll')}
        </button>
      )}
    </>
  );
}
