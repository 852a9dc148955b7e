import type { Layout, Relationship, TableSummary } from '@sextant/contract/schema-browser';
import { applyNodeChanges, type NodeChange } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import { fullName } from '../schema/schema-rows.ts';
import { arrangeTables, type Box, type Positions, placeTables } from './arrange-tables.ts';
import { relatedColumns, tableIdOf, tablesAtStart } from './diagram-graph.ts';
import type { TableNodeType } from './TableNode.tsx';
import { beginsFolded, boxOf } from './table-rows.ts';

interface Input {
  tables: readonly TableSummary[];
  relationships: readonly Relationship[];
  layout: Layout;
  focus: string | null;
  /** Changes the layout that is kept. */
  keep: (change: (layout: Layout) => Layout) => void;
}

const noColumns: ReadonlySet<string> = new Set();

/** The tables that the diagram shows, where they stand and whether they are folded. */
export function useShownTables({ tables, relationships, layout, focus, keep }: Input) {
  const byId = useMemo(() => new Map(tables.map((table) => [fullName(table), table])), [tables]);
  const related = useMemo(() => relatedColumns(relationships), [relationships]);
  const relatedOf = useCallback((id: string) => related.get(id) ?? noColumns, [related]);
  const folds = useFolds(focus);
  const nodesOf = (ids: readonly string[], kept: Positions): TableNodeType[] => {
    const boxes = ids.flatMap((id) => boxesOf(byId.get(id), relatedOf, folds.isFolded));
    const places = placeTables(boxes, linksOf(relationships), kept);
    return boxes.flatMap(({ id }) => nodeOf(byId.get(id), places));
  };
  const [nodes, setNodes] = useState<TableNodeType[]>(() => {
    const kept = Object.keys(layout.positions);
    const ids = tablesAtStart({ tables, relationships, focus, kept });
    // Around one table the neighbours stand close, wherever they stand in the whole.
    return nodesOf(ids, focus === null ? layout.positions : {});
  });
  const keepPlaces = (placed: readonly TableNodeType[]) => {
    const places = Object.fromEntries(placed.map(({ id, position }) => [id, position]));
    keep((before) => ({ ...before, positions: { ...before.positions, ...places } }));
  };
  return {
    nodes,
    byId,
    relatedOf,
    ...folds,
    onNodesChange(changes: NodeChange<TableNodeType>[]) {
      const changed = applyNodeChanges(changes, nodes);
      setNodes(changed);
      if (changes.some((change) => change.type === 'position' && change.dragging === false)) {
        keepPlaces(changed);
      }
    },
    /** Those of the tables that are not shown yet come below the others. */
    add(ids: readonly string[]) {
      const shown = new Map(nodes.map((node) => [node.id, node]));
      const added = ids.filter((id) => !shown.has(id));
      if (added.length === 0) return;
      const places = Object.fromEntries(nodes.map(({ id, position }) => [id, position]));
      const all = nodesOf([...shown.keys(), ...added], places).map((node) => shown.get(node.id) ?? node);
      setNodes(all);
      keepPlaces(all);
    },
    hide(id: string) {
      setNodes((before) => before.filter((node) => node.id !== id));
      keep((before) => {
        const { [id]: _hidden, ...positions } = before.positions;
        return { ...before, positions };
      });
    },
    arrange() {
      const boxes = nodes.flatMap(({ id, data, measured }): Box[] => {
        const { width, height } = boxOf(data.table, relatedOf(id), folds.isFolded(data.table));
        return [{ id, width: measured?.width ?? width, height: measured?.height ?? height }];
      });
      const places = arrangeTables(boxes, linksOf(relationships));
      const arranged = nodes.map((node) => ({ ...node, position: places[node.id] ?? node.position }));
      setNodes(arranged);
      keepPlaces(arranged);
    },
  };
}

export type ShownTables = ReturnType<typeof useShownTables>;

function boxesOf(
  table: TableSummary | undefined,
  relatedOf: (id: string) => ReadonlySet<string>,
  isFolded: (table: TableSummary) => boolean,
): Box[] {
  return table === undefined ? [] : [boxOf(table, relatedOf(fullName(table)), isFolded(table))];
}

function nodeOf(table: TableSummary | undefined, places: Positions): TableNodeType[] {
  if (table === undefined) return [];
  const id = fullName(table);
  const position = places[id] ?? { x: 0, y: 0 };
  return [{ id, type: 'table', position, data: { table }, deletable: false, ariaLabel: id }];
}

function linksOf(relationships: readonly Relationship[]): [string, string][] {
  return relationships.map(({ from, to }) => [tableIdOf(from), tableIdOf(to)]);
}

/** Which tables show their keys only. */
function useFolds(focus: string | null) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [all, setAll] = useState<boolean | null>(null);
  const isFolded = useCallback(
    (table: TableSummary) => chosen.get(fullName(table)) ?? all ?? beginsFolded(table, focus),
    [chosen, all, focus],
  );
  const toggleFold = useCallback(
    (table: TableSummary) => setChosen((before) => new Map(before).set(fullName(table), !isFolded(table))),
    [isFolded],
  );
  const foldAll = (folded: boolean) => {
    setAll(folded);
    setChosen(new Map());
  };
  return { isFolded, toggleFold, foldAll, allFolded: all };
}
