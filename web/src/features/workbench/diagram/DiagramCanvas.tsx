import type { Relationship } from '@sextant/contract/schema-browser';
import {
  type AriaLabelConfig,
  Background,
  ConnectionMode,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  ReactFlow,
  type Viewport,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import styles from './DiagramCanvas.module.css';
import { useDiagramContext } from './diagram-context.ts';
import { diagramTexts } from './diagram-texts.ts';
import { RelationshipEdge } from './RelationshipEdge.tsx';
import { edgesOf, handleId, type RelationshipEdgeType } from './relationship-edges.ts';
import { TableNode } from './TableNode.tsx';
import { tableSize } from './table-rows.ts';
import type { useRelationshipChanges } from './use-relationship-changes.tsx';
import type { ShownTables } from './use-shown-tables.ts';

const nodeTypes = { table: TableNode };
const edgeTypes = { relationship: RelationshipEdge };
const mapFrom = 20;
const drawnInSightOnly = 60;
const fitOptions = { maxZoom: 1, padding: 0.08 };

interface Props {
  shown: ShownTables;
  relationships: readonly Relationship[];
  changes: ReturnType<typeof useRelationshipChanges>;
  chosen: string | null;
  onChoose: (key: string | null) => void;
  /** Where the person looked last; absent to show all. */
  viewport?: Viewport;
  onViewport: (viewport: Viewport) => void;
}

/** The drawing itself: pan, zoom, move tables, draw lines between columns. */
export function DiagramCanvas({
  shown,
  relationships,
  changes,
  chosen,
  onChoose,
  viewport,
  onViewport,
}: Props) {
  const t = useTexts(diagramTexts);
  const phone = usePhone();
  const { mayChange } = useDiagramContext();
  const { nodes } = shown;
  const edges = useMemo(
    () => edgesOf(relationships, nodes, tableSize.width, chosen),
    [relationships, nodes, chosen],
  );
  const ariaLabels = useAriaLabels();
  const onEdgesChange = (all: EdgeChange<RelationshipEdgeType>[]) => {
    for (const change of all) {
      if (change.type === 'select' && change.selected) onChoose(change.id);
      else if (change.type === 'select' && change.id === chosen) onChoose(null);
    }
  };
  return (
    <ReactFlow
      className={styles.canvas}
      aria-label={t('canvas')}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={shown.onNodesChange}
      onEdgesChange={onEdgesChange}
      onPaneClick={() => onChoose(null)}
      connectionMode={ConnectionMode.Loose}
      nodesConnectable={mayChange}
      isValidConnection={(line) =>
        changes.isNew({
          ...line,
          sourceHandle: line.sourceHandle ?? null,
          targetHandle: line.targetHandle ?? null,
        })
      }
      onConnect={changes.addLine}
      onConnectEnd={(event, state) => {
        const line = lineToRow(event, state);
        if (line !== null && changes.isNew(line)) changes.addLine(line);
      }}
      onBeforeDelete={async ({ edges: doomed }) => {
        if (mayChange) for (const { id } of doomed) changes.remove(id);
        return false;
      }}
      deleteKeyCode={['Delete', 'Backspace']}
      minZoom={0.05}
      maxZoom={2}
      fitView={viewport === undefined}
      fitViewOptions={fitOptions}
      defaultViewport={viewport}
      onMoveEnd={(event, next) => event !== null && onViewport(next)}
      onlyRenderVisibleElements={nodes.length > drawnInSightOnly}
      defaultMarkerColor={null}
      ariaLabelConfig={ariaLabels}
      zIndexMode="manual"
    >
      <Background gap={24} />
      {nodes.length >= mapFrom && !phone && <MiniMap pannable zoomable ariaLabel={null} />}
    </ReactFlow>
  );
}

/** What a screen reader says of tables and lines. */
function useAriaLabels(): Partial<AriaLabelConfig> {
  const t = useTexts(diagramTexts);
  return useMemo(
    () => ({
      'node.a11yDescription.default': t('tableKeys'),
      'node.a11yDescription.keyboardDisabled': t('tableKeys'),
      'node.a11yDescription.ariaLiveMessage': () => t('tableMoved'),
      'edge.a11yDescription.default': t('lineKeys'),
    }),
    [t],
  );
}

/** The line that was dropped on a row instead of on its dot. */
function lineToRow(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
  if (state.toHandle !== null || state.fromHandle === null || state.fromNode === null) return null;
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  const under = point && document.elementFromPoint(point.clientX, point.clientY);
  const column = under?.closest('[data-column]')?.getAttribute('data-column');
  const target = under?.closest('.react-flow__node')?.getAttribute('data-id');
  if (column == null || target == null) return null;
  return {
    source: state.fromNode.id,
    sourceHandle: state.fromHandle.id ?? null,
    target,
    targetHandle: handleId('l', column),
  };
}
