import type { Account } from '@sextant/contract/accounts';
import { Tag } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { accountsTexts } from './accounts-texts.ts';

/** What stands out about an account, as tags. */
export function AccountFlags({ account }: { account: Account }) {
  const t = useTexts(accountsTexts);
  return (
    <>
      {account.is_superuser && <Tag color="error">{t('isSuperuser')}</Tag>}
      {account.is_locked && <Tag>{t('locked')}</Tag>}
      {account.kind === 'role' && <Tag>{t('role')}</Tag>}
      {account.kind === 'user' && !account.can_login && !account.is_locked && <Tag>{t('noLogin')}</Tag>}
      {account.is_system && <Tag>{t('system')}</Tag>}
      {account.state === 'removed' && <Tag color="warning">{t('removedTag')}</Tag>}
    </>
  );
}
