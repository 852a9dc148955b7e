import type { ReactNode } from 'react';
import styles from './PageFrame.module.css';

interface Props {
  title: string;
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of every page but Ask: scrolls by itself, with title, one line of explanation and actions. */
export function PageFrame({ title, description, actions, children }: Props) {
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {description && <div className={styles.description}>{description}</div>}
        </div>
        <div className={styles.actions}>{actions}</div>
      </header>
      {children}
    </div>
  );
}
