import type { Relationship } from '@sextant/contract/schema-browser';
import { type Edge, MarkerType } from '@xyflow/react';
import type { Position } from './arrange-tables.ts';
import { relationshipKey, relationshipText, tableIdOf } from './diagram-graph.ts';

export type RelationshipEdgeType = Edge<{ relationship: Relationship }, 'relationship'>;

/** Arrow heads take no colour from the line's class. */
const colours = { calm: 'var(--sx-line)', accent: 'var(--ant-color-primary)' };

const arrow = { type: MarkerType.ArrowClosed, markerUnits: 'userSpaceOnUse', width: 22, height: 22 };

type Side = 'l' | 'r';

/** The dot at the left or right of a column. */
export function handleId(side: Side, column: string): string {
  return `${side}:${column}`;
}

export function columnOfHandle(handle: string | null | undefined): string | null {
  return handle ? handle.slice('l:'.length) : null;
}

/** Lines leave to the side where the other table stands; to the right where tables stand one above the other. */
function sidesOf(from: Position, to: Position, width: number): [Side, Side] {
  if (from.x + width <= to.x) return ['r', 'l'];
  if (to.x + width <= from.x) return ['l', 'r'];
  return ['r', 'r'];
}

interface PlacedTable {
  id: string;
  position: Position;
}

/** A line for each relationship whose two tables are drawn. A compound key has one line, between its first columns. */
export function edgesOf(
  relationships: readonly Relationship[],
  tables: readonly PlacedTable[],
  width: number,
  chosen: string | null,
): RelationshipEdgeType[] {
  const places = new Map(tables.map(({ id, position }) => [id, position]));
  return relationships.flatMap((relationship): RelationshipEdgeType[] => {
    const { from, to, origin } = relationship;
    const [source, target] = [tableIdOf(from), tableIdOf(to)];
    const [start, end] = [places.get(source), places.get(target)];
    if (start === undefined || end === undefined) return [];
    const [startSide, endSide] = sidesOf(start, end, width);
    const id = relationshipKey(relationship);
    const accent = origin === 'added' || id === chosen ? 'accent' : 'calm';
    return [
      {
        id,
        type: 'relationship',
        source,
        target,
        sourceHandle: handleId(startSide, from.columns[0] ?? ''),
        targetHandle: handleId(endSide, to.columns[0] ?? ''),
        data: { relationship },
        selected: id === chosen,
        ariaLabel: relationshipText(relationship),
        deletable: origin === 'added',
        markerEnd: { ...arrow, color: colours[accent] },
        className: [origin, id === chosen && 'chosen'].filter(Boolean).join(' '),
      },
    ];
  });
}
