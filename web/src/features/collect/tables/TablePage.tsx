import { Alert, Tabs } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { formatBytes, groupDigits } from '../../../lib/format-number.ts';
import { useTexts } from '../../../lib/texts.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Moment } from '../../../ui/Moment.tsx';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useTable } from '../collect-queries.ts';
import { collectTexts } from '../collect-texts.ts';
import { collectPaths } from '../paths.ts';
import { TableActions } from './TableActions.tsx';
import { TableChecks } from './TableChecks.tsx';
import { TableProfile } from './TableProfile.tsx';
import { TableRows } from './TableRows.tsx';
import { tablesTexts } from './tables-texts.ts';

/** One collected table: its rows, columns and checks. The tab stands in the address. */
export function TablePage() {
  const t = useTexts(tablesTexts);
  const c = useTexts(collectTexts);
  const { tableName = '', tab = 'data' } = useParams();
  const navigate = useNavigate();
  const table = useTable(tableName);
  if (!table.data) {
    return (
      <PageFrame title={tableName}>
        {table.isError ? (
          <ErrorNotice error={table.error} onRetry={() => void table.refetch()} />
        ) : (
          <PageSkeleton />
        )}
      </PageFrame>
    );
  }
  const { name, display_name, rows_count, bytes, script_id, failed_checks, columns } = table.data;
  const size = bytes === null || bytes === 0 ? [] : [formatBytes(bytes)];
  const facts = [c('rowsCount', { figure: groupDigits(String(rows_count)) }), ...size].join(' · ');
  const path = (key: string) => (key === 'data' ? '' : `/${key}`);
  return (
    <PageFrame
      title={display_name}
      description={
        <>
          <code>{name}</code> · {facts} · {t('collected')} <Moment time={table.data.last_updated_at} />
          {script_id !== null && (
            <>
              {' · '}
              <Link to={collectPaths.script(script_id)}>{script_id}</Link>
            </>
          )}
          {table.data.last_execution_id !== null && (
            <>
              {' · '}
              <Link to={collectPaths.execution(table.data.last_execution_id)}>{t('byExecution')}</Link>
            </>
          )}
        </>
      }
      actions={<TableActions table={table.data} />}
    >
      {failed_checks.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${t('tabChecks')}: ${t('checksFailed', { count: failed_checks.length })}`}
          description={failed_checks.map((text) => <div key={text}>{text}</div>)}
          style={{ marginBottom: 16 }}
        />
      )}
      <Tabs
        activeKey={tab}
        onChange={(key) => navigate(collectPaths.table(name) + path(key), { replace: true })}
        items={[
          { key: 'data', label: t('tabData'), children: <TableRows name={name} columns={columns} /> },
          { key: 'profile', label: t('tabProfile'), children: <TableProfile name={name} /> },
          { key: 'checks', label: t('tabChecks'), children: <TableChecks table={table.data} /> },
        ]}
      />
    </PageFrame>
  );
}
