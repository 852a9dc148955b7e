import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import type { ExportState } from '@sextant/contract/workbench';
import { App, Badge, Button, Popover, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { formatBytes, groupDigits } from '../../../lib/format-number.ts';
import { relativeTime } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { workbenchTexts } from '../workbench-texts.ts';
import styles from './ExportsTray.module.css';
import { isUnderWay, useCancelExport, useExports } from './exports-queries.ts';

/** Exports with their progress; they go on while the person works on. */
export function ExportsTray() {
  const t = useTexts(workbenchTexts);
  const list = useExports().data ?? [];
  useEndNotice(list);
  const underWay = list.filter(isUnderWay).length;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('exports')}
      content={
        list.length === 0 ? (
          <p className={styles.empty}>{t('noExports')}</p>
        ) : (
          <ul className={styles.list}>
            {list.map((one) => (
              <ExportItem key={one.id} one={one} />
            ))}
          </ul>
        )
      }
    >
      <Badge count={underWay} size="small">
        <Button type="text" icon={<DownloadOutlined />} aria-label={t('exports')} title={t('exports')} />
      </Badge>
    </Popover>
  );
}

function ExportItem({ one }: { one: ExportState }) {
  const t = useTexts(workbenchTexts);
  const { language } = usePreferences();
  const cancel = useCancelExport();
  const measure = { rows: groupDigits(String(one.rows_count)), size: formatBytes(one.bytes) };
  const words = {
    waiting: t('exportWaiting'),
    running: t('exportRunning', measure),
    completed: t('exportDone', measure),
    failed: t('exportFailed', { error: one.error ?? '' }),
    cancelled: t('exportCancelled'),
  };
  return (
    <li className={styles.item}>
      <div className={styles.main}>
        <span className={styles.name}>{one.file_name}</span>
        <span className={one.status === 'failed' ? styles.failed : styles.state}>
          {words[one.status]} · {relativeTime(one.created_at, language)}
        </span>
        {one.status === 'running' && <Progress percent={100} status="active" showInfo={false} size="small" />}
      </div>
      {isUnderWay(one) && (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          loading={cancel.isPending}
          aria-label={t('cancelExport', { name: one.file_name })}
          title={t('cancelExport', { name: one.file_name })}
          onClick={() => cancel.mutate(one.id)}
        />
      )}
    </li>
  );
}

/** Says when an export that was under way has ended. */
function useEndNotice(list: readonly ExportState[]): void {
  const t = useTexts(workbenchTexts);
  const { message } = App.useApp();
  const before = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    for (const { id, status, file_name, rows_count, error } of list) {
      if (!before.current.has(id)) continue;
      const name = file_name;
      if (status === 'completed')
        void message.success(t('exportEnded', { name, rows: groupDigits(String(rows_count)) }));
      if (status === 'failed') void message.error(t('exportFailed', { error: error ?? name }));
    }
    before.current = new Set(list.filter(isUnderWay).map(({ id }) => id));
  }, [list, message, t]);
}
