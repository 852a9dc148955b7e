import { BellOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useMay } from '../../../lib/shared-queries.ts';
import { useTexts } from '../../../lib/texts.ts';
import { PageFrame } from '../../../ui/PageFrame.tsx';
import { Figures } from '../Figures.tsx';
import { governPaths } from '../govern-paths.ts';
import { useAccountStatistics } from '../govern-queries.ts';
import { AccountsList } from './AccountsList.tsx';
import { accountsTexts } from './accounts-texts.ts';
import { NoticesDrawer } from './NoticesDrawer.tsx';

/** The accounts of all instances. */
export function AccountsPage() {
  const t = useTexts(accountsTexts);
  const isAdmin = useMay('admin');
  const { data } = useAccountStatistics();
  const [noticing, setNoticing] = useState(false);
  const value = (count: number | undefined) => count ?? '–';
  return (
    <PageFrame
      title={t('title')}
      description={t('description')}
      actions={
        isAdmin && (
          <Button icon={<BellOutlined />} onClick={() => setNoticing(true)}>
            {t('notices')}
          </Button>
        )
      }
    >
      <Figures
        label={t('title')}
        figures={[
          { name: t('total'), value: value(data?.total), to: governPaths.accounts },
          {
            name: t('superusers'),
            value: value(data?.superusers),
            tone: data && data.superusers > 0 ? 'error' : undefined,
            to: governPaths.accountsOf({ only: 'superuser' }),
          },
          {
            name: t('lockedCount'),
            value: value(data?.locked),
            to: governPaths.accountsOf({ only: 'locked' }),
          },
          { name: t('unclassified'), value: value(data?.unclassified) },
          {
            name: t('removedCount'),
            value: value(data?.removed),
            to: governPaths.accountsOf({ only: 'removedOnes' }),
          },
        ]}
      />
      <AccountsList />
      {noticing && <NoticesDrawer onClose={() => setNoticing(false)} />}
    </PageFrame>
  );
}
