import { CopyButton } from './CopyButton.tsx';
import styles from './JsonBlock.module.css';

/** A value as indented JSON, to read and to copy. */
export function JsonBlock({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2);
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}
