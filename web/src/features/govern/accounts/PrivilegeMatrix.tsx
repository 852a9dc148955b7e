import type { Privilege } from '@sextant/contract/accounts';
import { Table, Tag, Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { accountsTexts } from './accounts-texts.ts';
import styles from './PrivilegesView.module.css';
import { type MatrixCell, type MatrixRow, privilegeMatrix } from './privilege-matrix.ts';

const rowsAtOnce = 20;

/** The rights as a table: objects down, rights across. */
export function PrivilegeMatrix({ privileges }: { privileges: Privilege[] }) {
  const t = useTexts(accountsTexts);
  const { columns, rows } = useMemo(() => privilegeMatrix(privileges), [privileges]);
  return (
    <Table<MatrixRow>
      rowKey="key"
      size="small"
      bordered
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      pagination={rows.length > rowsAtOnce ? { pageSize: rowsAtOnce, showSizeChanger: false } : false}
      columns={[
        {
          title: t('object'),
          key: 'object',
          fixed: 'left',
          render: (_, { object, level }) => (
            <>
              {object ?? t('server')} {object !== null && <Tag>{t(`level_${level}`)}</Tag>}
            </>
          ),
        },
        ...columns.map((name) => ({
          title: name,
          key: name,
          render: (_: unknown, { cells }: MatrixRow) => <Cell cell={cells.get(name)} />,
        })),
      ]}
    />
  );
}

function Cell({ cell }: { cell: MatrixCell | undefined }) {
  const t = useTexts(accountsTexts);
  if (cell === undefined) return <span className={`${styles.cell} ${styles.none}`}>·</span>;
  const why = [
    ...(cell.direct ? [t('direct')] : []),
    ...cell.via.map((role) => t('viaRole', { role })),
    ...(cell.grantable ? [t('grantable')] : []),
  ].join(', ');
  return (
    <Tooltip title={why}>
      <span className={styles.cell} role="img" aria-label={why}>
        {cell.direct ? '●' : '○'}
        {cell.grantable && '＋'}
      </span>
    </Tooltip>
  );
}
