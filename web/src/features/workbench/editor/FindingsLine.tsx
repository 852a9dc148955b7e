import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  InfoCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons';
import { Popover } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import type { Diagnostic } from '../../../ui/sql-editor/diagnostics.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import styles from './EditorArea.module.css';
import type { EditorTab } from './editor-tabs.ts';

const icons = {
  error: <CloseCircleOutlined className={styles.error} />,
  warning: <WarningOutlined className={styles.warning} />,
  info: <InfoCircleOutlined className={styles.info} />,
};

interface Props {
  findings: readonly Diagnostic[];
  tab: EditorTab;
  onGo: (from: number, to: number) => void;
}

/** Where the cursor is, and the findings as a list for those who cannot hover. */
export function FindingsLine({ findings, tab, onGo }: Props) {
  const t = useTexts(workbenchTexts);
  const [open, setOpen] = useState(false);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const before = tab.sql.slice(0, tab.cursor).split('\n');
  const place = t('cursor', { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 });
  const lineOf = (from: number) => tab.sql.slice(0, from).split('\n').length;
  const list = (
    <ul className={styles.list}>
      {findings.map(({ from, to, severity, message }) => (
        <li key={`${from} ${message}`}>
          <button
            type="button"
            onClick={() => {
              setOpen(false);
              onGo(from, to);
            }}
          >
            {icons[severity]}
            <span>{message}</span>
            <span className={styles.place}>{t('findingAt', { line: lineOf(from) })}</span>
          </button>
        </li>
      ))}
    </ul>
  );
  const summary = t('findings', { errors, others: findings.length - errors });
  return (
    <div className={styles.line}>
      {findings.length > 0 ? (
        <Popover
          trigger="click"
          placement="topRight"
          title={t('findingsTitle')}
          content={list}
          open={open}
          onOpenChange={setOpen}
        >
          <button type="button" className={styles.open} aria-label={summary}>
            {errors > 0 && (
              <span className={styles.error}>
                <CloseCircleOutlined /> {errors}
              </span>
            )}
            {findings.length > errors && (
              <span className={styles.warning}>
                <WarningOutlined /> {findings.length - errors}
              </span>
            )}
          </button>
        </Popover>
      ) : (
        tab.sql.trim() !== '' && <CheckCircleOutlined aria-label={t('noFindings')} title={t('noFindings')} />
      )}
      <span>{place}</span>
    </div>
  );
}
