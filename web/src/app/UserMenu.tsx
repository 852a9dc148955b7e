import { LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { authEndpoints } from '@sextant/contract/users';
import { Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../lib/api-client.ts';
import { dropTokens } from '../lib/session.ts';
import { useAbout, useMe } from '../lib/shared-queries.ts';
import { useTextIn, useTexts } from '../lib/texts.ts';
import { pages } from './pages.tsx';
import styles from './Shell.module.css';
import { shellTexts } from './shell-texts.ts';

export function UserMenu() {
  const t = useTexts(shellTexts);
  const textIn = useTextIn();
  const navigate = useNavigate();
  const { data: me } = useMe();
  const { data: about } = useAbout();
  const profile = pages.find((page) => page.id === 'profile');
  const signOut = async () => {
    await call(authEndpoints.logout).catch(() => undefined);
    dropTokens('asked');
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <div className={styles.who}>
                <strong>{me?.display_name}</strong>
                <span>{me?.email ?? me?.username}</span>
              </div>
            ),
          },
          ...(profile ? [{ key: 'profile', icon: <UserOutlined />, label: textIn(profile.title) }] : []),
          { type: 'divider' },
          { key: 'sign-out', icon: <LogoutOutlined />, label: t('signOut') },
          ...(about ? [{ key: 'version', type: 'group' as const, label: `Sextant ${about.version}` }] : []),
        ],
        onClick: ({ key }) => {
          if (key === 'sign-out') void signOut();
          else if (profile) void navigate(profile.paths[0]);
        },
      }}
    >
      <Button type="text" aria-label={t('account')} className={styles.account}>
        <span className={styles.avatar}>
          {me?.avatar_url ? <img src={me.avatar_url} alt="" /> : me?.display_name.slice(0, 1).toUpperCase()}
        </span>
      </Button>
    </Dropdown>
  );
}
