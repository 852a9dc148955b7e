import type { Privilege } from '@sextant/contract/accounts';
import { Empty, Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTexts } from '../../../lib/texts.ts';
import { useStoredState } from '../../../lib/use-stored-state.ts';
import { accountsTexts } from './accounts-texts.ts';
import { PrivilegeMatrix } from './PrivilegeMatrix.tsx';
import styles from './PrivilegesView.module.css';
import { PrivilegeTree } from './PrivilegeTree.tsx';

/** The rights of an account as a tree of objects or as a matrix of objects and rights; searchable. */
export function PrivilegesView({ privileges }: { privileges: Privilege[] }) {
  const t = useTexts(accountsTexts);
  const [view, setView] = useStoredState<string>('privileges-view', 'tree');
  const [sought, setSought] = useState('');
  const shown = useMemo(() => {
    const wanted = sought.trim().toLowerCase();
    if (wanted === '') return privileges;
    return privileges.filter(({ object, privilege, via }) =>
      [object, privilege, via].some((text) => text?.toLowerCase().includes(wanted)),
    );
  }, [privileges, sought]);
  if (privileges.length === 0) return <Empty description={t('noRights')} />;
  return (
    <section aria-label={t('tabRights')}>
      <div className={styles.bar}>
        <Input.Search
          allowClear
          value={sought}
          placeholder={t('searchRights')}
          aria-label={t('searchRights')}
          onChange={(event) => setSought(event.target.value)}
        />
        <Segmented
          aria-label={t('view')}
          value={view}
          options={[
            { value: 'tree', label: t('tree') },
            { value: 'matrix', label: t('matrix') },
          ]}
          onChange={setView}
        />
        {view === 'matrix' && (
          <span className={styles.legend}>
            {t('legendDirect')}　{t('legendVia')}　{t('legendGrant')}
          </span>
        )}
      </div>
      {view === 'matrix' ? <PrivilegeMatrix privileges={shown} /> : <PrivilegeTree privileges={shown} />}
    </section>
  );
}
