import type { LogEntry } from '@sextant/contract/logs';
import { Button, Descriptions, Drawer, Empty } from 'antd';
import { Link } from 'react-router';
import { ApiError } from '../../lib/api-error.ts';
import { exactTime, formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { JsonBlock } from '../../ui/JsonBlock.tsx';
import { PageSkeleton } from '../../ui/PageSkeleton.tsx';
import styles from './EntryDrawer.module.css';
import { LevelTag } from './LevelTag.tsx';
import { logsPaths } from './logs-paths.ts';
import { useLogEntry } from './logs-queries.ts';
import { logsTexts } from './logs-texts.ts';
import type { LogAddress } from './use-log-address.ts';

/** One entry at the side, as long as the address names it. */
export function EntryDrawer({ id, address }: { id: number | null; address: LogAddress }) {
  const t = useTexts(logsTexts);
  const phone = usePhone();
  const entry = useLogEntry(id);
  const gone = entry.error instanceof ApiError && entry.error.status === 404;
  return (
    <Drawer
      open={id !== null}
      size={phone ? '100%' : 640}
      title={t('entry')}
      extra={
        entry.data && (
          <CopyButton text={() => JSON.stringify(entry.data, null, 2)} label={t('copyEntry')} size="middle" />
        )
      }
      onClose={() => address.show({ entry: undefined })}
    >
      {entry.isPending && <PageSkeleton />}
      {entry.isError && (gone ? <Empty description={t('gone')} /> : <ErrorNotice error={entry.error} />)}
      {entry.data && <Entry entry={entry.data} />}
    </Drawer>
  );
}

function Entry({ entry }: { entry: LogEntry }) {
  const t = useTexts(logsTexts);
  const { language } = usePreferences();
  const { at, level, module, message, request_id, user, duration_ms, context } = entry;
  return (
    <div className={styles.entry}>
      <p className={styles.message}>{message}</p>
      <Descriptions
        size="small"
        column={1}
        bordered
        items={[
          {
            key: 'at',
            label: t('at'),
            children: (
              <span title={at}>
                {exactTime(at, language)} <code>{at}</code>
              </span>
            ),
          },
          { key: 'level', label: t('level'), children: <LevelTag level={level} /> },
          {
            key: 'module',
            label: t('module'),
            children: <Narrow text={module} label={t('sameModule')} filter={{ module }} />,
          },
          ...(user === null
            ? []
            : [
                {
                  key: 'user',
                  label: t('user'),
                  children: <Narrow text={user} label={t('sameUser')} filter={{ user }} />,
                },
              ]),
          ...(request_id === null
            ? []
            : [
                {
                  key: 'request',
                  label: t('requestId'),
                  children: <Narrow text={request_id} label={t('sameRequest')} filter={{ request_id }} />,
                },
              ]),
          ...(duration_ms === null
            ? []
            : [{ key: 'duration', label: t('duration'), children: formatDuration(duration_ms, language) }]),
        ]}
      />
      <h3>{t('context')}</h3>
      {Object.keys(context).length === 0 ? <p>{t('noContext')}</p> : <JsonBlock value={context} />}
    </div>
  );
}

/** A value and the way to everything that shares it. */
function Narrow({ text, label, filter }: { text: string; label: string; filter: Record<string, string> }) {
  return (
    <div className={styles.narrow}>
      <span>{text}</span>
      <Link to={logsPaths.found(filter)}>
        <Button size="small" type="link" tabIndex={-1}>
          {label}
        </Button>
      </Link>
    </div>
  );
}
