import { CloseOutlined } from '@ant-design/icons';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, Position } from '@xyflow/react';
import { Button } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { useDiagramContext } from './diagram-context.ts';
import { relationshipText } from './diagram-graph.ts';
import { diagramTexts } from './diagram-texts.ts';
import type { RelationshipEdgeType } from './relationship-edges.ts';

/** Lines reach the table itself: the dots, which are seen while drawing only, stand half outside of it. */
const dotOutside = 5;
/** A line swings out at least this far, so that one between two columns of the same table is seen. */
const leastSwing = 40;

/** A line between two columns; a chosen one that was added by hand carries a button that removes it. */
export function RelationshipEdge(props: EdgeProps<RelationshipEdgeType>) {
  const t = useTexts(diagramTexts);
  const { mayChange, removeRelationship } = useDiagramContext();
  const { path, middle } = curveOf(props);
  const relationship = props.data?.relationship;
  const removable = props.selected && mayChange && relationship?.origin === 'added';
  return (
    <>
      <BaseEdge id={props.id} path={path} markerEnd={props.markerEnd} interactionWidth={16} />
      {removable && (
        <EdgeLabelRenderer>
          <Button
            size="small"
            shape="circle"
            danger
            icon={<CloseOutlined />}
            aria-label={t('remove', { text: relationshipText(relationship) })}
            className="nodrag nopan"
            style={{
              position: 'absolute',
              transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)`,
              pointerEvents: 'all',
            }}
            onClick={() => removeRelationship(props.id)}
          />
        </EdgeLabelRenderer>
      )}
    </>
  );
}

/** A curve that leaves and enters at right angles to the tables' sides, and its middle. */
function curveOf(props: EdgeProps<RelationshipEdgeType>) {
  const { sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition } = props;
  const [out, into] = [directionOf(sourcePosition), directionOf(targetPosition)];
  const [x1, x4] = [sourceX - out * dotOutside, targetX - into * dotOutside];
  const swing = Math.max(leastSwing, Math.abs(x4 - x1) / 2);
  const [x2, x3] = [x1 + out * swing, x4 + into * swing];
  return {
    path: `M${x1},${sourceY} C${x2},${sourceY} ${x3},${targetY} ${x4},${targetY}`,
    middle: { x: (x1 + 3 * x2 + 3 * x3 + x4) / 8, y: (sourceY + targetY) / 2 },
  };
}

function directionOf(side: Position): 1 | -1 {
  return side === Position.Left ? -1 : 1;
}
