import type { ReactNode } from 'react';
import styles from './FilterBar.module.css';

/** The fields above a list that narrow it; one below the other on a phone. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
