import type { Table } from '@sextant/contract/tables';
import { Link } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { useTables } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { ListCard } from './ListCard.tsx';
import styles from './OverviewPage.module.css';
import { overviewTexts } from './overview-texts.ts';

const shown = 10;

/** Tables whose checks fail, and those that have gone longest without new rows. */
export function TableCards() {
  const t = useTexts(overviewTexts);
  const failing = useTables({ limit: shown, failing: 'true' }).data;
  const stale = useTables({ limit: shown, sort: 'updated' }).data;
  return (
    <>
      <ListCard
        title={t('failedChecks', { figure: failing?.total ?? 0 })}
        more={{ name: t('allTables'), to: `${collectPaths.tables}?failing=true` }}
        empty={failing ? t('noneFailedChecks') : null}
      >
        {(failing?.tables ?? []).map((table) => (
          <TableLine key={table.name} table={table} why={table.failed_checks.join('；')} />
        ))}
      </ListCard>
      <ListCard
        title={t('stale')}
        more={{ name: t('allTables'), to: `${collectPaths.tables}?sort=updated` }}
        empty={stale ? t('noTables') : null}
      >
        {(stale?.tables ?? []).map((table) => (
          <TableLine key={table.name} table={table} />
        ))}
      </ListCard>
    </>
  );
}

function TableLine({ table, why }: { table: Table; why?: string }) {
  const c = useTexts(collectTexts);
  return (
    <li>
      <div className={styles.name}>
        <Link to={collectPaths.table(table.name)}>{table.display_name}</Link>
        {why !== undefined && <div className={styles.why}>{why}</div>}
      </div>
      <span className={styles.side}>{c('rowsCount', { figure: groupDigits(String(table.rows_count)) })}</span>
      <span className={styles.side}>
        <Moment time={table.last_updated_at} />
      </span>
    </li>
  );
}
