import {
  ApartmentOutlined,
  ExpandOutlined,
  NodeIndexOutlined,
  UnorderedListOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import type { TableSummary } from '@sextant/contract/schema-browser';
import { useReactFlow } from '@xyflow/react';
import { Button, Select, Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { groupDigits } from '../../../lib/format-number.ts';
import { useConnections } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { diagramPath } from '../../../lib/workbench-link.ts';
import { AddTable } from './AddTable.tsx';
import styles from './Diagram.module.css';
import { diagramTexts } from './diagram-texts.ts';
import type { ShownTables } from './use-shown-tables.ts';

interface Props {
  connection: Connection;
  tables: readonly TableSummary[];
  focus: string | null;
  shown: ShownTables;
  onAdd: (id: string) => void;
  onFit: () => void;
  /** Opens the list of relationships where it does not stand beside the drawing. */
  onOpenPanel?: () => void;
}

/** Whose tables are drawn, which, and how. */
export function DiagramToolbar({ connection, tables, focus, shown, onAdd, onFit, onOpenPanel }: Props) {
  const t = useTexts(diagramTexts);
  const navigate = useNavigate();
  const phone = usePhone();
  const flow = useReactFlow();
  const connections = useConnections();
  const total = tables.length;
  const foldedNow = shown.allFolded === true;
  const figures = { shown: shown.nodes.length, total: groupDigits(String(total)) };
  return (
    <div className={styles.toolbar}>
      <Select
        className={styles.connection}
        aria-label={t('connection')}
        value={connection.id}
        options={connections.data?.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => void navigate(diagramPath(id))}
      />
      <AddTable connectionId={connection.id} tables={tables} shown={shown} onAdd={onAdd} />
      {focus !== null && (
        <Tag
          closable
          color="cyan"
          className={styles.focus}
          onClose={() => void navigate(diagramPath(connection.id))}
        >
          {t('focusedOn', { table: focus })}
        </Tag>
      )}
      <span className={styles.count}>{t('tablesShown', figures)}</span>
      <span className={styles.space} />
      <Tool label={t('arrange')} icon={<ApartmentOutlined />} onClick={() => arrange()} />
      <Tool
        label={t(foldedNow ? 'unfoldAll' : 'foldAll')}
        icon={<NodeIndexOutlined />}
        onClick={() => shown.foldAll(!foldedNow)}
      />
      <Tool label={t('fit')} icon={<ExpandOutlined />} onClick={onFit} />
      {!phone && (
        <>
          <Tool bare label={t('zoomOut')} icon={<ZoomOutOutlined />} onClick={() => void flow.zoomOut()} />
          <Tool bare label={t('zoomIn')} icon={<ZoomInOutlined />} onClick={() => void flow.zoomIn()} />
        </>
      )}
      {onOpenPanel && (
        <Tool label={t('relationships')} icon={<UnorderedListOutlined />} onClick={onOpenPanel} />
      )}
    </div>
  );

  function arrange() {
    shown.arrange();
    onFit();
  }
}

interface ToolProps {
  label: string;
  icon: ReactNode;
  /** Without its words, even where there is room. */
  bare?: boolean;
  onClick: () => void;
}

function Tool({ label, icon, bare = false, onClick }: ToolProps) {
  const wordless = usePhone() || bare;
  return (
    <Tooltip title={wordless ? label : undefined}>
      <Button icon={icon} aria-label={label} onClick={() => onClick()}>
        {wordless ? undefined : label}
      </Button>
    </Tooltip>
  );
}
