import type { Connection } from '@sextant/contract/connections';
import type { Layout, Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { useReactFlow } from '@xyflow/react';
import { App, Empty, type MenuProps } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { diagramPath, workbenchPath, workbenchState } from '../../../lib/workbench-link.ts';
import { LazyDrawer } from '../../../ui/LazyDrawer.tsx';
import { flavourOf, writtenName } from '../../../ui/sql-editor/dialects.ts';
import { fullName } from '../schema/schema-rows.ts';
import styles from './Diagram.module.css';
import { DiagramCanvas } from './DiagramCanvas.tsx';
import { DiagramToolbar } from './DiagramToolbar.tsx';
import { type DiagramContext, DiagramContextProvider } from './diagram-context.ts';
import { drawnWhole, neighboursOf, relationshipKey, tableIdOf } from './diagram-graph.ts';
import { useKeepLayout } from './diagram-queries.ts';
import { diagramTexts } from './diagram-texts.ts';
import { RelationshipPanel } from './RelationshipPanel.tsx';
import { StartChoice } from './StartChoice.tsx';
import { useRelationshipChanges } from './use-relationship-changes.tsx';
import { useShownTables } from './use-shown-tables.ts';

interface Props {
  connection: Connection;
  tables: readonly TableSummary[];
  relationships: readonly Relationship[];
  layout: Layout;
  /** The table that the diagram is about; null for the whole database. */
  focus: string | null;
}

const fitMilliseconds = 140;
const fitting = { duration: fitMilliseconds, maxZoom: 1, padding: 0.08 };

/** The drawing with its tools above and the list of relationships beside it. */
export function Diagram({ connection, tables, relationships, layout, focus }: Props) {
  const t = useTexts(diagramTexts);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const phone = usePhone();
  const flow = useReactFlow();
  const mayUpdate = useMay('update');
  const mayChange = mayUpdate && connection.can_manage;
  const [chosen, setChosen] = useState<string | null>(null);
  const [panelOpen, setPanelOpen] = useState(false);
  const keepLayout = useKeepLayout(connection.id, () => void message.warning(t('saveFailed')));
  const keep: typeof keepLayout = (change) => focus === null && keepLayout(change);
  const shown = useShownTables({ tables, relationships, layout, focus, keep });
  const { byId, nodes, relatedOf, isFolded, toggleFold } = shown;
  const changes = useRelationshipChanges(connection.id, byId, relationships);
  const [start] = useState(phone || focus !== null ? undefined : layout.viewport);
  const fit = (ids?: readonly string[]) =>
    void flow.fitView({ ...fitting, nodes: ids?.map((id) => ({ id })) });
  const show = (ids: readonly string[]) => {
    shown.add(ids);
    fit(ids);
  };
  const showRelationship = (relationship: Relationship) => {
    setChosen(relationshipKey(relationship));
    setPanelOpen(false);
    show([tableIdOf(relationship.from), tableIdOf(relationship.to)]);
  };
  const menuOf = (table: TableSummary): NonNullable<MenuProps['items']> => {
    const id = fullName(table);
    const around = [id, ...neighboursOf(id, relationships).filter((other) => byId.has(other))];
    return [
      {
        key: 'neighbours',
        label: t('showNeighbours'),
        disabled: around.length === 1,
        onClick: () => show(around),
      },
      { key: 'focus', label: t('focusOn'), onClick: () => void navigate(diagramPath(connection.id, id)) },
      { key: 'query', label: t('preview'), onClick: () => query(table) },
      { key: 'hide', label: t('hide'), onClick: () => shown.hide(id) },
    ];
  };
  const query = (table: TableSummary) => {
    const { naming } = flavourOf(connection.driver);
    const parts = [table.schema, table.name].filter((part) => part !== null);
    const sql = `SELECT *\nFROM ${parts.map((part) => writtenName(part, naming)).join('.')}\n`;
    const state = workbenchState({ sql, connectionId: connection.id, name: table.name });
    void navigate(workbenchPath, { state });
  };
  const context: DiagramContext = {
    connectionId: connection.id,
    mayChange,
    relatedOf,
    isFolded,
    toggleFold,
    menuOf,
    isMarked: useMarks(relationships, chosen),
    removeRelationship: changes.remove,
  };
  const panel = (
    <RelationshipPanel
      connectionId={connection.id}
      tables={tables}
      relationships={relationships}
      mayChange={mayChange}
      chosen={chosen}
      onShow={showRelationship}
      onRemove={changes.remove}
    />
  );
  const tooMany = focus === null && tables.length > drawnWhole;
  return (
    <DiagramContextProvider value={context}>
      <DiagramToolbar
        connection={connection}
        tables={tables}
        focus={focus}
        shown={shown}
        onAdd={(id) => show([id])}
        onFit={fit}
        onOpenPanel={phone ? () => setPanelOpen(true) : undefined}
      />
      <div className={styles.body}>
        <div className={styles.canvas}>
          {nodes.length === 0 && !tooMany && <Empty className={styles.middle} description={t('noTables')} />}
          {nodes.length === 0 && tooMany ? (
            <StartChoice tables={tables} relationships={relationships} onChoose={(ids) => show(ids)} />
          ) : (
            <DiagramCanvas
              shown={shown}
              relationships={relationships}
              changes={changes}
              chosen={chosen}
              onChoose={setChosen}
              viewport={start}
              onViewport={(viewport) => keep((before) => ({ ...before, viewport }))}
            />
          )}
        </div>
        {phone ? (
          <LazyDrawer
            open={panelOpen}
            onClose={() => setPanelOpen(false)}
            placement="right"
            size="88vw"
            title={t('relationships')}
            styles={{ body: { padding: 0 } }}
          >
            {panel}
          </LazyDrawer>
        ) : (
          <aside className={styles.panel} aria-label={t('relationships')}>
            {panel}
          </aside>
        )}
      </div>
    </DiagramContextProvider>
  );
}

/** The columns of the chosen relationship. */
function useMarks(relationships: readonly Relationship[], chosen: string | null) {
  const marks = useMemo(() => {
    const one = relationships.find((relationship) => relationshipKey(relationship) === chosen);
    const ends = one === undefined ? [] : [one.from, one.to];
    return new Set(ends.flatMap((end) => end.columns.map((column) => `${tableIdOf(end)}\n${column}`)));
  }, [relationships, chosen]);
  return useCallback((id: string, column: string) => marks.has(`${id}\n${column}`), [marks]);
}
