import type { AuditEventRecord } from '@sextant/contract/audit';
import { Descriptions, Drawer, Table } from 'antd';
import { Link } from 'react-router';
import { auditAction, auditObject } from '../../lib/audit-words.ts';
import { exactTime } from '../../lib/format-time.ts';
import { objectPath } from '../../lib/object-path.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { JsonBlock } from '../../ui/JsonBlock.tsx';
import styles from './Audit.module.css';
import { auditTexts } from './audit-texts.ts';
import { type FieldChange, fieldChanges } from './field-changes.ts';
import { nameOf } from './name-of.ts';
import { auditPath } from './use-audit-address.ts';

/** One record at the side: who, what, and how it was before and after. */
export function RecordDrawer({ event, onClose }: { event: AuditEventRecord | null; onClose: () => void }) {
  const t = useTexts(auditTexts);
  const phone = usePhone();
  return (
    <Drawer
      open={event !== null}
      size={phone ? '100%' : 680}
      title={t('record')}
      extra={
        event && (
          <CopyButton text={() => JSON.stringify(event, null, 2)} label={t('copyRecord')} size="middle" />
        )
      }
      onClose={onClose}
    >
      {event && <RecordView event={event} onLeave={onClose} />}
    </Drawer>
  );
}

function RecordView({ event, onLeave }: { event: AuditEventRecord; onLeave: () => void }) {
  const t = useTexts(auditTexts);
  const textIn = useTextIn();
  const { language } = usePreferences();
  const { actor, action, object_type, object_id, details, before, after, address, sequence, hash } = event;
  const path = objectPath(object_type, object_id, action);
  const changes = fieldChanges(before, after);
  return (
    <div className={styles.record}>
      <Descriptions
        size="small"
        column={1}
        bordered
        items={[
          { key: 'at', label: t('time'), children: exactTime(event.at, language) },
          { key: 'actor', label: t('actor'), children: actor },
          {
            key: 'action',
            label: t('action'),
            children: (
              <>
                {textIn(auditAction(action))} <code>{action}</code>
              </>
            ),
          },
          {
            key: 'object',
            label: t('object'),
            children: (
              <>
                {textIn(auditObject(object_type))} {nameOf(event)} {object_id && <code>{object_id}</code>}
              </>
            ),
          },
          { key: 'address', label: t('address'), children: address ?? '–' },
          {
            key: 'chain',
            label: t('chain'),
            children:
              sequence === null ? (
                t('notInChain')
              ) : (
                <>
                  {t('chainPlace', { sequence })} <code>{hash}</code>
                </>
              ),
          },
        ]}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside take the keyboard, this only closes the drawer */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div className={styles.links} onClick={onLeave}>
        {path !== null && <Link to={path}>{t('openObject')}</Link>}
        {object_id !== null && <Link to={auditPath({ object_type, object_id })}>{t('sameObject')}</Link>}
        <Link to={auditPath({ actor })}>{t('sameActor')}</Link>
      </div>
      {changes.length > 0 && (
        <>
          <h3>{t('changes')}</h3>
          <Changes changes={changes} />
        </>
      )}
      {Object.keys(details).length > 0 && (
        <>
          <h3>{t('details')}</h3>
          <JsonBlock value={details} />
        </>
      )}
    </div>
  );
}

function Changes({ changes }: { changes: FieldChange[] }) {
  const t = useTexts(auditTexts);
  return (
    <Table<FieldChange>
      rowKey="field"
      size="small"
      pagination={false}
      dataSource={changes}
      columns={[
        { title: t('field'), dataIndex: 'field', width: 140 },
        {
          title: t('before'),
          key: 'before',
          render: (_, one) => <Value value={one.before} tone={one.isChanged ? 'before' : undefined} />,
        },
        {
          title: t('after'),
          key: 'after',
          render: (_, one) => <Value value={one.after} tone={one.isChanged ? 'after' : undefined} />,
        },
      ]}
    />
  );
}

function Value({ value, tone }: { value: unknown; tone: string | undefined }) {
  if (value === undefined) return '–';
  if (value === null) return <span className={styles.null}>NULL</span>;
  return (
    <span className={styles.value} data-tone={tone}>
      {typeof value === 'string' ? value : JSON.stringify(value)}
    </span>
  );
}
