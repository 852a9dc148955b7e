import { EyeOutlined, KeyOutlined, MoreOutlined, RightOutlined, TableOutlined } from '@ant-design/icons';
import type { TableSummary } from '@sextant/contract/schema-browser';
import { Handle, type Node, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { Button, Dropdown } from 'antd';
import { memo, useEffect, useRef } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { useTable } from '../schema/schema-queries.ts';
import { fullName } from '../schema/schema-rows.ts';
import { useDiagramContext } from './diagram-context.ts';
import { diagramTexts } from './diagram-texts.ts';
import { handleId } from './relationship-edges.ts';
import styles from './TableNode.module.css';
import { boxOf, endsWithFold, rowsOf, type TableRow } from './table-rows.ts';

export type TableNodeType = Node<{ table: TableSummary }, 'table'>;

/** A table with its columns; lines begin and end at the dots of its columns. */
export const TableNode = memo(function TableNode({ id, data, selected }: NodeProps<TableNodeType>) {
  const t = useTexts(diagramTexts);
  const diagram = useDiagramContext();
  const { table } = data;
  const details = useTable(diagram.connectionId, table);
  const folded = diagram.isFolded(table);
  const related = diagram.relatedOf(id);
  const rows = rowsOf(details.data?.columns, related, folded);
  const hidden = details.data === undefined ? 0 : details.data.columns.length - rows.length;
  useMovedDots(id, rows);
  const toggle = () => diagram.toggleFold(table);
  const name = fullName(table);
  return (
    <div
      className={selected ? `${styles.table} ${styles.selected}` : styles.table}
      style={details.isPending ? { minHeight: boxOf(table, related, folded).height } : undefined}
    >
      <div className={styles.head} title={[name, table.comment].filter(Boolean).join('\n')}>
        <button
          type="button"
          className={`${styles.fold} nodrag`}
          aria-expanded={!folded}
          aria-label={t(folded ? 'unfold' : 'fold', { table: name })}
          onClick={toggle}
        >
          <RightOutlined rotate={folded ? 0 : 90} />
        </button>
        {table.kind === 'view' ? <EyeOutlined /> : <TableOutlined />}
        <span className={styles.name}>
          {name}
          {table.comment && <span className={styles.comment}>{table.comment}</span>}
        </span>
        <Dropdown trigger={['click']} menu={{ items: diagram.menuOf(table) }}>
          <Button
            type="text"
            size="small"
            className="nodrag"
            icon={<MoreOutlined />}
            aria-label={t('tableMenu', { table: name })}
          />
        </Dropdown>
      </div>
      {rows.map((row) => (
        <ColumnRow key={row.name} row={row} marked={diagram.isMarked(id, row.name)} />
      ))}
      {(hidden > 0 || (!folded && endsWithFold(table))) && (
        <button type="button" className={`${styles.more} nodrag`} onClick={toggle}>
          {hidden > 0 ? t('moreColumns', { count: hidden }) : t('fewerColumns')}
        </button>
      )}
    </div>
  );
});

/** Tells the drawing where the dots stand when other rows are shown than before. */
function useMovedDots(id: string, rows: readonly TableRow[]): void {
  const updateInternals = useUpdateNodeInternals();
  const names = rows.map(({ name }) => name).join('\n');
  const drawn = useRef(names);
  useEffect(() => {
    if (drawn.current === names) return;
    drawn.current = names;
    updateInternals(id);
  }, [id, names, updateInternals]);
}

function ColumnRow({ row, marked }: { row: TableRow; marked: boolean }) {
  const t = useTexts(diagramTexts);
  const { mayChange } = useDiagramContext();
  const classes = [
    styles.row,
    marked && styles.marked,
    mayChange && 'nodrag',
    mayChange && styles.connectable,
  ];
  const dot = (side: 'l' | 'r') => (
    <Handle
      type="source"
      id={handleId(side, row.name)}
      position={side === 'l' ? Position.Left : Position.Right}
      isConnectable={mayChange}
      className={styles.dot}
    />
  );
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      data-column={row.name}
      title={[`${row.name} ${row.type.toLowerCase()}`, row.comment].filter(Boolean).join('\n')}
    >
      {dot('l')}
      <span className={styles.mark}>
        {row.primary && <KeyOutlined aria-label={t('primaryKey')} title={t('primaryKey')} />}
      </span>
      <span className={styles.column}>
        {row.name}
        {row.comment && <span className={styles.comment}>{row.comment}</span>}
      </span>
      <span className={styles.type}>{row.type.toLowerCase()}</span>
      {dot('r')}
    </div>
  );
}
