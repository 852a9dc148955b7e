import type { AccountDetail } from '@sextant/contract/accounts';
import { Alert, Drawer, Space, Tabs } from 'antd';
import { Link } from 'react-router';
import { useTextIn, useTexts } from '../../../lib/texts.ts';
import { usePhone } from '../../../lib/use-media.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PageSkeleton } from '../../../ui/PageSkeleton.tsx';
import { governPaths } from '../govern-paths.ts';
import { useAccount } from '../govern-queries.ts';
import { AccountFacts } from './AccountFacts.tsx';
import { AccountFlags } from './AccountFlags.tsx';
import { accountsTexts } from './accounts-texts.ts';
import { ChangesList } from './ChangesList.tsx';
import { GradeTag } from './GradeTag.tsx';
import { LabelsTab } from './LabelsTab.tsx';
import { PrivilegesView } from './PrivilegesView.tsx';
import { RemedyTab } from './RemedyTab.tsx';

/** One account at the side: its rights, what changed, its classes and the script that reduces or locks it. */
export function AccountDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(accountsTexts);
  const phone = usePhone();
  const account = useAccount(id);
  return (
    <Drawer
      open
      size={phone ? '100%' : 880}
      title={account.data ? `${account.data.label} · ${account.data.connection_name}` : t('account')}
      onClose={onClose}
    >
      {account.isPending && <PageSkeleton />}
      {account.isError && <ErrorNotice error={account.error} onRetry={() => void account.refetch()} />}
      {account.data && <Loaded account={account.data} />}
    </Drawer>
  );
}

function Loaded({ account }: { account: AccountDetail }) {
  const t = useTexts(accountsTexts);
  const textIn = useTextIn();
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Link to={governPaths.instance(account.connection_id)}>{account.connection_name}</Link>
        <GradeTag grade={account.grade} />
        <AccountFlags account={account} />
      </Space>
      {account.problem !== null && (
        <Alert type="warning" showIcon title={textIn(account.problem)} style={{ marginBottom: 12 }} />
      )}
      <Tabs
        destroyOnHidden
        items={[
          {
            key: 'rights',
            label: t('tabRights'),
            children: (
              <>
                <AccountFacts account={account} />
                <PrivilegesView privileges={account.privileges} />
              </>
            ),
          },
          { key: 'changes', label: t('tabChanges'), children: <ChangesList accountId={account.id} /> },
          { key: 'classes', label: t('tabClasses'), children: <LabelsTab account={account} /> },
          { key: 'remedy', label: t('tabRemedy'), children: <RemedyTab account={account} /> },
        ]}
      />
    </>
  );
}
