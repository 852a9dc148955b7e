import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './OverviewPage.module.css';

interface Props {
  title: string;
  more: { name: string; to: string };
  /** What is said when there is nothing to list; null while that is not known. */
  empty: string | null;
  children: ReactNode[];
}

/** A short list with the way to the long one. */
export function ListCard({ title, more, empty, children }: Props) {
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        <Link to={more.to}>{more.name}</Link>
      </div>
      {children.length === 0 ? (
        <p className={styles.empty}>{empty ?? '…'}</p>
      ) : (
        <ul className={styles.list}>{children}</ul>
      )}
    </section>
  );
}
