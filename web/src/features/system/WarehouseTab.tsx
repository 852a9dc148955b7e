import { Alert, Descriptions } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTexts } from '../../lib/texts.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './system.module.css';
import { useWarehouse } from './system-queries.ts';
import { systemTexts } from './system-texts.ts';
import { WarehouseMove } from './WarehouseMove.tsx';
import { WarehouseTarget } from './WarehouseTarget.tsx';

/** Where collected tables are kept, and the guided way to keep them elsewhere. */
export function WarehouseTab() {
  const t = useTexts(systemTexts);
  const warehouse = useWarehouse();
  const [begun, setBegun] = useState<string | null>(null);
  if (warehouse.isError)
    return <ErrorNotice error={warehouse.error} onRetry={() => void warehouse.refetch()} />;
  if (!warehouse.data) return <PageSkeleton />;
  const { engine, connection_id: id, name, tables_count: tables, switching } = warehouse.data;
  const moving = begun ?? switching;
  return (
    <div className={styles.wide}>
      <Descriptions
        size="small"
        bordered
        column={{ xs: 1, sm: 2 }}
        items={[
          {
            key: 'place',
            label: t('keptIn'),
            children: id === null ? t('ownFile') : <Link to={`/settings/connections/${id}`}>{name}</Link>,
          },
          { key: 'engine', label: t('engine'), children: engine },
          {
            key: 'tables',
            label: t('tables'),
            children: <Link to="/collect/tables">{tables}</Link>,
          },
        ]}
      />
      <h3>{t('switch')}</h3>
      <Alert type="info" showIcon title={t('switchText')} />
      {moving === null ? (
        <WarehouseTarget warehouse={warehouse.data} onBegun={setBegun} />
      ) : (
        <WarehouseMove executionId={moving} onDone={() => setBegun(null)} onBegun={setBegun} />
      )}
    </div>
  );
}
