import type { Privilege } from '@sextant/contract/accounts';
import { Tag, Tree, type TreeDataNode } from 'antd';
import { useMemo } from 'react';
import { type Translate, useTexts } from '../../../lib/texts.ts';
import { accountsTexts } from './accounts-texts.ts';
import styles from './PrivilegesView.module.css';
import { type PrivilegeNode, privilegeTree } from './privilege-tree.ts';

type Key = typeof accountsTexts extends { keys?: infer K } ? Extract<K, string> : never;
const openUpTo = 60;

/** The rights by object, the objects inside one another; small trees stand open. */
export function PrivilegeTree({ privileges }: { privileges: Privilege[] }) {
  const t = useTexts(accountsTexts);
  const data = useMemo(() => privilegeTree(privileges).map((node) => treeNode(node, t)), [privileges, t]);
  return (
    <Tree
      key={privileges.length}
      selectable={false}
      showLine
      defaultExpandAll={privileges.length <= openUpTo}
      treeData={data}
    />
  );
}

function treeNode(node: PrivilegeNode, t: Translate<Key>): TreeDataNode {
  const key = JSON.stringify(node.object);
  return {
    key,
    title: (
      <>
        <strong>{node.object ?? t('server')}</strong>{' '}
        {node.level !== null && node.object !== null && <Tag>{t(`level_${node.level}`)}</Tag>}
      </>
    ),
    children: [
      ...node.sources.map(({ via, privileges }) => ({
        key: `${key} ${via === null} ${via}`,
        isLeaf: true,
        title: <Source via={via} privileges={privileges} />,
      })),
      ...node.children.map((child) => treeNode(child, t)),
    ],
  };
}

function Source({ via, privileges }: { via: string | null; privileges: Privilege[] }) {
  const t = useTexts(accountsTexts);
  return (
    <span className={styles.privileges}>
      <span className={styles.source}>{via === null ? t('direct') : t('viaRole', { role: via })} </span>
      {privileges.map(({ privilege, grantable }) => (
        <Tag
          key={privilege}
          variant="outlined"
          color={grantable ? 'warning' : undefined}
          title={grantable ? t('grantable') : undefined}
        >
          {privilege}
          {grantable && ' ＋'}
        </Tag>
      ))}
    </span>
  );
}
