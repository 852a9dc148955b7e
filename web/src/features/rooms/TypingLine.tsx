import { useTexts } from '../../lib/texts.ts';
import { roomsTexts } from './rooms-texts.ts';
import styles from './TypingLine.module.css';

const mostNames = 3;

/** Who is writing; its place is kept so that nothing moves. */
export function TypingLine({ isAnswering, names }: { isAnswering: boolean; names: readonly string[] }) {
  const t = useTexts(roomsTexts);
  const parts = [
    ...(isAnswering ? [t('answering')] : []),
    ...(names.length > mostNames ? [t('manyTyping', { count: names.length })] : []),
    ...(names.length > 0 && names.length <= mostNames
      ? [t('typing', { names: names.join(t('comma')) })]
      : []),
  ];
  return (
    <div className={styles.line} aria-live="polite">
      {parts.join(' · ')}
    </div>
  );
}
