import { Tabs } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { PageFrame } from '../../ui/PageFrame.tsx';
import { ApiKeysTab } from './ApiKeysTab.tsx';
import { PasswordTab } from './PasswordTab.tsx';
import { PreferencesTab } from './PreferencesTab.tsx';
import { ProfileTab } from './ProfileTab.tsx';
import { PromptsTab } from './PromptsTab.tsx';
import { settingsTexts } from './settings-texts.ts';

/** Everything that belongs to the signed-in person; the open tab stands in the address. */
export function ProfilePage() {
  const t = useTexts(settingsTexts);
  const navigate = useNavigate();
  const { tab } = useParams();
  const isAdmin = useMay('admin');
  const items = [
    { key: 'profile', label: t('profile'), children: <ProfileTab /> },
    { key: 'preferences', label: t('preferences'), children: <PreferencesTab /> },
    { key: 'security', label: t('security'), children: <PasswordTab /> },
    { key: 'api-keys', label: t('apiKeys'), children: <ApiKeysTab /> },
    ...(isAdmin ? [{ key: 'prompts', label: t('prompts'), children: <PromptsTab /> }] : []),
  ];
  return (
    <PageFrame title={t('title')}>
      <Tabs
        activeKey={tab ?? 'profile'}
        items={items}
        destroyOnHidden
        onChange={(key) => navigate(`/settings/profile/${key}`)}
      />
    </PageFrame>
  );
}
