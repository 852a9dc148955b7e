import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './Figures.module.css';

export interface Figure {
  name: string;
  value: ReactNode;
  tone?: 'error' | 'success' | undefined;
  /** Where what is counted is listed. */
  to?: string;
}

/** A strip of figures with their names above them. */
export function Figures({ label, figures }: { label: string; figures: Figure[] }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {figures.map(({ name, value, tone, to }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={tone && styles[tone]}>{to === undefined ? value : <Link to={to}>{value}</Link>}</dd>
        </div>
      ))}
    </dl>
  );
}
