import type { Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { Button } from 'antd';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import styles from './Diagram.module.css';
import { suggestedStarts, tablesAtStart } from './diagram-graph.ts';
import { diagramTexts } from './diagram-texts.ts';

interface Props {
  tables: readonly TableSummary[];
  relationships: readonly Relationship[];
  onChoose: (ids: readonly string[]) => void;
}

/** A database that is too large to be drawn at once: which table to begin with. */
export function StartChoice({ tables, relationships, onChoose }: Props) {
  const t = useTexts(diagramTexts);
  return (
    <section className={styles.start}>
      <h2>{t('startTitle')}</h2>
      <p>{t('startText', { figure: groupDigits(String(tables.length)) })}</p>
      <div className={styles.choices}>
        {suggestedStarts(tables, relationships).map((focus) => (
          <Button
            key={focus}
            onClick={() => onChoose(tablesAtStart({ tables, relationships, focus, kept: [] }))}
          >
            {focus}
          </Button>
        ))}
      </div>
    </section>
  );
}
