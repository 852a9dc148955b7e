import {
  ApiOutlined,
  BulbOutlined,
  DatabaseOutlined,
  SafetyOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Page } from '../page.tsx';

/** 设置: what is set up once and rarely changed. */
export const settingsPages: readonly Page[] = [
  {
    id: 'connections',
    title: { zh: '连接', en: 'Connections' },
    icon: <DatabaseOutlined />,
    paths: [
      '/settings/connections',
      '/settings/connections/:connectionId',
      '/settings/connections/:connectionId/rights',
    ],
    group: 'settings',
    load: async () => (await import('../../features/connections/ConnectionsPage.tsx')).ConnectionsPage,
  },
  {
    id: 'credentials',
    title: { zh: '凭据', en: 'Credentials' },
    icon: <SafetyOutlined />,
    paths: ['/settings/credentials'],
    group: 'settings',
    load: async () => (await import('../../features/credentials/CredentialsPage.tsx')).CredentialsPage,
  },
  {
    id: 'models',
    title: { zh: '模型', en: 'Models' },
    icon: <ApiOutlined />,
    paths: ['/settings/models'],
    group: 'settings',
    load: async () => (await import('../../features/models/ModelsPage.tsx')).ModelsPage,
  },
  {
    id: 'knowledge',
    title: { zh: '知识', en: 'Knowledge' },
    icon: <BulbOutlined />,
    paths: ['/settings/knowledge', '/settings/knowledge/:tab'],
    group: 'settings',
    load: async () => (await import('../../features/knowledge/KnowledgePage.tsx')).KnowledgePage,
  },
  {
    id: 'users',
    title: { zh: '用户', en: 'Users' },
    icon: <TeamOutlined />,
    paths: ['/settings/users'],
    group: 'settings',
    permission: 'admin',
    load: async () => (await import('../../features/users/UsersPage.tsx')).UsersPage,
  },
  {
    id: 'system',
    title: { zh: '系统', en: 'System' },
    icon: <SettingOutlined />,
    paths: ['/settings/system', '/settings/system/:tab'],
    group: 'settings',
    permission: 'admin',
    load: async () => (await import('../../features/system/SystemPage.tsx')).SystemPage,
  },
  {
    id: 'profile',
    title: { zh: '我的', en: 'Profile' },
    icon: <UserOutlined />,
    paths: ['/settings/profile', '/settings/profile/:tab'],
    group: 'settings',
    load: async () => (await import('../../features/settings/ProfilePage.tsx')).ProfilePage,
  },
];
