import { compactNumber } from '../../../lib/format-number.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import styles from './DayBars.module.css';

export type BarLook = 'success' | 'error' | 'warning' | 'faint' | 'plain';

interface Part {
  name: string;
  look: BarLook;
  /** One figure for each day. */
  values: readonly number[];
}

interface Props {
  label: string;
  days: readonly string[];
  parts: readonly Part[];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Figures of each day as bars, one part above the other; what a day holds stands in its hint. */
export function DayBars({ label, days, parts }: Props) {
  const { language } = usePreferences();
  const totals = days.map((_, at) => sum(parts.map(({ values }) => values[at] ?? 0)));
  const most = Math.max(1, ...totals);
  const drawn = parts.filter(({ values }) => sum(values) > 0);
  return (
    <figure className={styles.figure} aria-label={label}>
      <figcaption className={styles.caption}>
        <b>{label}</b>
        {parts.length > 1 &&
          drawn.map(({ name, look, values }) => (
            <span key={name} className={styles.key}>
              <i className={styles[look]} /> {name} {compactNumber(sum(values), language)}
            </span>
          ))}
        {parts.length === 1 && <span className={styles.key}>{compactNumber(sum(totals), language)}</span>}
      </figcaption>
      <div className={styles.bars}>
        {days.map((day, at) => (
          <div key={day} className={styles.bar} title={hintOf(day, at, drawn)}>
            {drawn.map(({ name, look, values }) => (
              <i
                key={name}
                className={styles[look]}
                style={{ height: `${(100 * (values[at] ?? 0)) / most}%` }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={styles.axis}>
        <span>{days[0]?.slice(5)}</span>
        <span>{compactNumber(most, language)} ↑</span>
        <span>{days.at(-1)?.slice(5)}</span>
      </div>
    </figure>
  );
}

function hintOf(day: string, at: number, parts: readonly Part[]): string {
  return [day, ...parts.map(({ name, values }) => `${name} ${values[at] ?? 0}`)].join('\n');
}
