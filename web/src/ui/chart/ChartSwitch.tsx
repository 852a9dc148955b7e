import { Segmented } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import styles from './ChartSwitch.module.css';
import { chartTexts } from './chart-texts.ts';
import type { ChartChoice } from './use-chart-choice.ts';

/** The kinds that fit a result to choose from, and its figures where one is drawn at a time. */
export function ChartSwitch({ choice }: { choice: ChartChoice }) {
  const t = useTexts(chartTexts);
  const { kinds, kind, choose, drawn, measures, chooseMeasure } = choice;
  return (
    <>
      {kinds.length > 1 && (
        <Segmented
          className={styles.kinds}
          size="small"
          aria-label={t('view')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`type_${value}`) }))}
          onChange={choose}
        />
      )}
      {measures.length > 0 && (
        <label className={styles.measure}>
          {t('measure')}{' '}
          <select value={drawn?.y[0]} onChange={(event) => chooseMeasure(event.target.value)}>
            {measures.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
