import { graphlib, layout } from '@dagrejs/dagre';

export interface Box {
  id: string;
  width: number;
  height: number;
}

export interface Position {
  x: number;
  y: number;
}

export type Positions = Record<string, Position>;

const gap = 40;
const gapBetweenRanks = 90;
const leavesOnOneSide = 6;

/**
 * Places tables from left to right along their relationships, `links` going from the referring table to the one
 * referred to. Tables without any stand in a grid below.
 */
export function arrangeTables(boxes: readonly Box[], links: readonly [string, string][]): Positions {
  const linked = new Set(links.filter(([from, to]) => from !== to).flat());
  const together = boxes.filter(({ id }) => linked.has(id));
  const alone = boxes.filter(({ id }) => !linked.has(id));
  const positions = along(together, links);
  return { ...positions, ...inGrid(alone, bottomOf(together, positions)) };
}

/** Keeps the tables that have a place and puts the others below them. */
export function placeTables(
  boxes: readonly Box[],
  links: readonly [string, string][],
  kept: Positions,
): Positions {
  const placed = boxes.filter(({ id }) => kept[id] !== undefined);
  const places = Object.fromEntries(placed.map(({ id }) => [id, kept[id] ?? { x: 0, y: 0 }]));
  const added = boxes.filter(({ id }) => kept[id] === undefined);
  const within = new Set(added.map(({ id }) => id));
  const arranged = arrangeTables(
    added,
    links.filter(([from, to]) => within.has(from) && within.has(to)),
  );
  const left = Math.min(...placed.map(({ id }) => places[id]?.x ?? 0));
  const origin = { x: placed.length === 0 ? 0 : left, y: bottomOf(placed, places) };
  const moved = Object.entries(arranged).map(([id, { x, y }]) => [id, { x: x + origin.x, y: y + origin.y }]);
  return { ...places, ...Object.fromEntries(moved) };
}

function along(boxes: readonly Box[], links: readonly [string, string][]): Positions {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: gap, ranksep: gapBetweenRanks });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  const drawn = links.filter(([from, to]) => from !== to && graph.hasNode(from) && graph.hasNode(to));
  for (const [index, [from, to]] of onBothSides(drawn).entries()) graph.setEdge(from, to, {}, String(index));
  layout(graph);
  return Object.fromEntries(
    boxes.map(({ id, width, height }) => {
      const { x, y } = graph.node(id) as Position;
      return [id, { x: Math.round(x - width / 2), y: Math.round(y - height / 2) }];
    }),
  );
}

/** A table that many others refer to, which have no other relationship, has half of them at its other side. */
function onBothSides(links: readonly [string, string][]): [string, string][] {
  const degree = new Map<string, number>();
  for (const id of links.flat()) degree.set(id, (degree.get(id) ?? 0) + 1);
  const leaves = Map.groupBy(
    links.filter(([from]) => degree.get(from) === 1),
    ([, to]) => to,
  );
  return links.map((link) => {
    const [from, to] = link;
    const beside = leaves.get(to) ?? [];
    const turned = beside.length > leavesOnOneSide && beside.indexOf(link) % 2 === 1;
    return turned ? [to, from] : [from, to];
  });
}

/** Rows of about as many tables as there are rows; each row as high as its highest table. */
function inGrid(boxes: readonly Box[], top: number): Positions {
  const perRow = Math.ceil(Math.sqrt(boxes.length * 1.5));
  const positions: Positions = {};
  let y = top;
  for (let first = 0; first < boxes.length; first += perRow) {
    const row = boxes.slice(first, first + perRow);
    let x = 0;
    for (const { id, width } of row) {
      positions[id] = { x, y };
      x += width + gap;
    }
    y += Math.max(...row.map(({ height }) => height)) + gap;
  }
  return positions;
}

/** Where the next table may stand below these; 0 when there are none. */
function bottomOf(boxes: readonly Box[], positions: Positions): number {
  if (boxes.length === 0) return 0;
  return Math.max(...boxes.map(({ id, height }) => (positions[id]?.y ?? 0) + height)) + gap * 1.5;
}
