import { ReactFlowProvider } from '@xyflow/react';
import { Button, Empty } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useConnections } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { diagramPath } from '../../../lib/workbench-link.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { useTables } from '../schema/schema-queries.ts';
import { fullName } from '../schema/schema-rows.ts';
import styles from './Diagram.module.css';
import { Diagram } from './Diagram.tsx';
import { useLayout, useRelationships } from './diagram-queries.ts';
import { diagramTexts } from './diagram-texts.ts';

/** The tables of a connection and how they belong together; `?table=` shows one with its neighbours. */
export function DiagramPage() {
  const t = useTexts(diagramTexts);
  const { connectionId = '' } = useParams();
  return (
    <div className={styles.page}>
      <h1 className="sx-hidden">{t('title')}</h1>
      <ConnectionDiagram key={connectionId} connectionId={connectionId} />
    </div>
  );
}

function ConnectionDiagram({ connectionId }: { connectionId: string }) {
  const t = useTexts(diagramTexts);
  const focus = useSearchParams()[0].get('table');
  const connections = useConnections();
  const connection = connections.data?.find(({ id }) => id === connectionId);
  const tables = useTables(connection === undefined ? null : connectionId);
  const relationships = useRelationships(connectionId);
  const layout = useLayout(connectionId);
  if (connections.isSuccess && connection === undefined) {
    return <Empty className={styles.wait} description={t('noConnection')} />;
  }
  const failed = [connections, tables, relationships, layout].find(({ isError }) => isError);
  if (failed !== undefined) {
    return (
      <div className={styles.wait}>
        <ErrorNotice error={failed.error} onRetry={() => void failed.refetch()} />
      </div>
    );
  }
  if (!connection || !tables.data || !relationships.data || !layout.data) return <PageSkeleton />;
  const all = tables.data.tables;
  if (focus !== null && !all.some((table) => fullName(table) === focus)) {
    return (
      <Empty className={styles.wait} description={t('noSuchTable', { table: focus })}>
        <Link to={diagramPath(connectionId)}>
          <Button>{t('showAll')}</Button>
        </Link>
      </Empty>
    );
  }
  return (
    <ReactFlowProvider key={focus}>
      <Diagram
        connection={connection}
        tables={all}
        relationships={relationships.data}
        layout={layout.data}
        focus={focus}
      />
    </ReactFlowProvider>
  );
}
