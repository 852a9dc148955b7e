import type { AuditEventRecord } from '@sextant/contract/audit';
import { Table, type TableColumnsType } from 'antd';
import { auditAction, auditObject } from '../../lib/audit-words.ts';
import { useTextIn, useTexts } from '../../lib/texts.ts';
import { usePhone } from '../../lib/use-media.ts';
import { Moment } from '../../ui/Moment.tsx';
import styles from './Audit.module.css';
import { auditTexts } from './audit-texts.ts';
import { nameOf } from './name-of.ts';

interface Props {
  events: AuditEventRecord[];
  loading: boolean;
  onOpen: (event: AuditEventRecord) => void;
}

/** Records of the audit trail, each of which opens; on a phone each is a card. */
export function AuditTable({ events, loading, onOpen }: Props) {
  const t = useTexts(auditTexts);
  const phone = usePhone();
  const textIn = useTextIn();
  const what = (event: AuditEventRecord) => (
    <button type="button" className={styles.open} onClick={() => onOpen(event)}>
      {textIn(auditAction(event.action))}
    </button>
  );
  const object = (event: AuditEventRecord) => (
    <>
      {nameOf(event) ?? event.object_id ?? '–'}{' '}
      <span className={styles.faint}>{textIn(auditObject(event.object_type))}</span>
    </>
  );
  const wide: TableColumnsType<AuditEventRecord> = [
    { title: t('time'), dataIndex: 'at', width: 140, render: (time: string) => <Moment time={time} /> },
    { title: t('actor'), dataIndex: 'actor', width: 160, ellipsis: true },
    { title: t('action'), key: 'action', render: (_, event) => what(event) },
    { title: t('object'), key: 'object', render: (_, event) => object(event) },
    {
      title: t('address'),
      dataIndex: 'address',
      width: 150,
      render: (address: string | null) => address ?? '–',
    },
  ];
  const narrow: TableColumnsType<AuditEventRecord> = [
    {
      key: 'card',
      render: (_, event) => (
        <div className={styles.card}>
          <div>
            <strong>{event.actor}</strong> {what(event)}
          </div>
          <div>{object(event)}</div>
          <div className={styles.faint}>
            <Moment time={event.at} />
          </div>
        </div>
      ),
    },
  ];
  return (
    <Table<AuditEventRecord>
      className={styles.table}
      rowKey="id"
      size="small"
      dataSource={events}
      loading={loading}
      pagination={false}
      showHeader={!phone}
      columns={phone ? narrow : wide}
    />
  );
}
