import { ReloadOutlined } from '@ant-design/icons';
import type { Connection } from '@sextant/contract/connections';
import type { Rights } from '@sextant/contract/schema-browser';
import { Button, Drawer, Skeleton, Space, Tag } from 'antd';
import { relativeTime } from '../../../lib/format-time.ts';
import { usePreferences } from '../../../lib/preferences.ts';
import { useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { LazySqlEditor } from '../../../ui/sql-editor/LazySqlEditor.tsx';
import { gradeColours } from './grade-looks.ts';
import styles from './Rights.module.css';
import { hasRights, useCheckRightsAgain, useRights } from './rights-queries.ts';
import { rightsTexts } from './rights-texts.ts';

interface Props {
  connection: Connection;
  onEdit: () => void;
  onClose: () => void;
}

/** What a connection's login may do beyond reading, why, and the script for one that may only read. */
export function RightsDrawer({ connection, onEdit, onClose }: Props) {
  const t = useTexts(rightsTexts);
  const phone = usePhone();
  const allowed = hasRights(connection);
  const rights = useRights(connection.id, allowed);
  const again = useCheckRightsAgain(connection.id);
  const error = again.error ?? rights.error;
  return (
    <Drawer
      open
      size={phone ? '100%' : 640}
      title={t('title', { name: connection.name })}
      onClose={onClose}
      footer={
        <Space wrap>
          {allowed && (
            <Button icon={<ReloadOutlined />} loading={again.isPending} onClick={() => again.mutate()}>
              {t('checkAgain')}
            </Button>
          )}
          {connection.can_manage && <Button onClick={onEdit}>{t('edit')}</Button>}
          <Button type="text" onClick={onClose}>
            {t('close')}
          </Button>
        </Space>
      }
    >
      {!allowed && <p>{t('notYours')}</p>}
      {allowed && rights.isPending && <Skeleton active />}
      {error !== null && <ErrorNotice error={error} onRetry={() => again.mutate()} />}
      {rights.data && <RightsReport rights={rights.data} connection={connection} />}
    </Drawer>
  );
}

function RightsReport({ rights, connection }: { rights: Rights; connection: Connection }) {
  const t = useTexts(rightsTexts);
  const { language } = usePreferences();
  const { grade, login, reasons, reader_script: script } = rights;
  const isFile = connection.host === null;
  return (
    <>
      <div className={styles.summary}>
        <Tag color={gradeColours[grade]} className={styles.grade}>
          {t(grade)}
        </Tag>
        {login !== '' && <code>{login}</code>}
        <span className={styles.muted}>
          {t('checked', { time: relativeTime(rights.checked_at, language) })}
        </span>
      </div>
      <p>{t(`${grade}Hint`)}</p>
      {reasons.length > 0 && (
        <section className={styles.section}>
          {grade !== 'unknown' && <h3>{t('reasons')}</h3>}
          <ul className={styles.reasons}>
            {reasons.map((reason) => (
              <li key={reason.right}>
                <Tag color={gradeColours[reason.grade]} className={styles.grade}>
                  {t(reason.grade)}
                </Tag>
                <span className={styles.reason}>
                  {reason.message}
                  <code>{reason.right}</code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {script !== '' && (
        <section className={styles.section}>
          <div className={styles.heading}>
            <h3>{t('script')}</h3>
            <CopyButton text={script} label={t('copyScript')} />
          </div>
          <p>{t(isFile ? 'fileScriptText' : 'scriptText')}</p>
          <div className={styles.script}>
            <LazySqlEditor readOnly value={script} driver={connection.driver} label={t('script')} />
          </div>
        </section>
      )}
    </>
  );
}
