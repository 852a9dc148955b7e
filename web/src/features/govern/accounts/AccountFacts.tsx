import type { AccountDetail } from '@sextant/contract/accounts';
import { Descriptions, Tag } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { Moment } from '../../../ui/Moment.tsx';
import { accountsTexts } from './accounts-texts.ts';

/** What is known of an account but its rights. */
export function AccountFacts({ account: one }: { account: AccountDetail }) {
  const t = useTexts(accountsTexts);
  const attributes = Object.entries(one.attributes).filter(([, value]) => value !== null && value !== '');
  return (
    <Descriptions
      size="small"
      bordered
      column={{ xs: 1, md: 2 }}
      style={{ marginBottom: 16, overflowWrap: 'anywhere' }}
      items={[
        { key: 'login', label: t('lastLogin'), children: <Moment time={one.last_login_at} /> },
        { key: 'password', label: t('passwordAge'), children: <Moment time={one.password_changed_at} /> },
        { key: 'expires', label: t('expires'), children: <Moment time={one.expires_at} /> },
        { key: 'seen', label: t('firstSeen'), children: <Moment time={one.first_seen_at} /> },
        {
          key: 'capabilities',
          label: t('capabilities'),
          span: 'filled',
          children:
            one.capabilities.length === 0
              ? '–'
              : one.capabilities.map((name) => <Tag key={name}>{name}</Tag>),
        },
        {
          key: 'roles',
          label: t('memberships'),
          span: 'filled',
          children:
            one.role_grants.length === 0
              ? '–'
              : one.role_grants.map(({ name, via }) => (
                  <Tag key={`${name} ${via}`}>
                    {name}
                    {via !== null && ` (${t('viaRole', { role: via })})`}
                  </Tag>
                )),
        },
        ...(attributes.length === 0
          ? []
          : [
              {
                key: 'attributes',
                label: t('attributes'),
                span: 'filled' as const,
                children: attributes.map(([name, value]) => (
                  <div key={name}>
                    <code>
                      {name} = {String(value)}
                    </code>
                  </div>
                )),
              },
            ]),
      ]}
    />
  );
}
