import { RightOutlined } from '@ant-design/icons';
import { type ReactNode, useId } from 'react';
import styles from './Fold.module.css';

interface Props {
  title: string;
  open: boolean;
  onToggle: (open: boolean) => void;
  children: ReactNode;
}

/** A section that folds; what is folded is not built at all. */
export function Fold({ title, open, onToggle, children }: Props) {
  const id = useId();
  return (
    <div className={styles.fold}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onToggle(!open)}
      >
        <RightOutlined rotate={open ? 90 : 0} /> {title}
      </button>
      <div id={id} className={styles.body} hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}
