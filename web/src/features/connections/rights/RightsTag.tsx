import type { Connection } from '@sextant/contract/connections';
import { Skeleton, Tag, Tooltip } from 'antd';
import { useRef } from 'react';
import { Link } from 'react-router';
import { useTexts } from '../../../lib/texts.ts';
import { useSeen } from '../../../lib/use-seen.ts';
import { gradeColours } from './grade-looks.ts';
import styles from './Rights.module.css';
import { rightsPath } from './rights-path.ts';
import { hasRights, useRights } from './rights-queries.ts';
import { rightsTexts } from './rights-texts.ts';

/** The grade of a connection's login, asked for when it comes into sight; leads to the reasons. */
export function RightsTag({ connection }: { connection: Connection }) {
  return hasRights(connection) ? <LazyTag connection={connection} /> : <span aria-hidden>–</span>;
}

function LazyTag({ connection }: { connection: Connection }) {
  const place = useRef<HTMLSpanElement>(null);
  const seen = useSeen(place);
  return (
    <span ref={place} className={styles.place}>
      {seen && <AskedTag connection={connection} />}
    </span>
  );
}

function AskedTag({ connection: { id, name } }: { connection: Connection }) {
  const t = useTexts(rightsTexts);
  const rights = useRights(id);
  if (rights.isPending) return <Skeleton.Button active size="small" />;
  const grade = rights.data?.grade ?? 'unknown';
  const why = rights.data?.reasons[0]?.message ?? rights.error?.message;
  const login = rights.data?.login ? t('login', { login: rights.data.login }) : null;
  return (
    <Tooltip
      title={
        <>
          {login !== null && <div>{login}</div>}
          {grade === 'reader' ? t('readerHint') : why}
        </>
      }
    >
      <Link to={rightsPath(id)} aria-label={t('gradeOf', { name, grade: t(grade) })}>
        <Tag color={gradeColours[grade]} className={styles.grade}>
          {t(grade)}
        </Tag>
      </Link>
    </Tooltip>
  );
}
