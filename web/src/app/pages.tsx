import {
  ApartmentOutlined,
  AppstoreOutlined,
  BellOutlined,
  CodeOutlined,
  MessageOutlined,
} from '@ant-design/icons';
import type { Page } from './page.tsx';
import { collectPages } from './pages/collect-pages.tsx';
import { governPages } from './pages/govern-pages.tsx';
import { observePages } from './pages/observe-pages.tsx';
import { settingsPages } from './pages/settings-pages.tsx';
import { togetherPages } from './pages/together-pages.tsx';

/**
 * Every page behind the sign-in, in the order of the navigation. To add one: export its component from
 * `features/<feature>/<Name>Page.tsx` and add an entry to the file of its group in `pages/`.
 */
export const pages: readonly Page[] = [
  {
    id: 'ask',
    title: { zh: '问数', en: 'Ask' },
    icon: <MessageOutlined />,
    paths: ['/', '/ask/:conversationId'],
    load: async () => (await import('../features/ask/AskPage.tsx')).AskPage,
  },
  {
    id: 'workbench',
    title: { zh: '工作台', en: 'Workbench' },
    icon: <CodeOutlined />,
    paths: ['/workbench', '/workbench/queries/:savedQueryId'],
    load: async () => (await import('../features/workbench/WorkbenchPage.tsx')).WorkbenchPage,
  },
  {
    id: 'diagram',
    title: { zh: '关系图', en: 'Diagram' },
    icon: <ApartmentOutlined />,
    paths: ['/workbench/diagram/:connectionId'],
    parent: 'workbench',
    load: async () => (await import('../features/workbench/diagram/DiagramPage.tsx')).DiagramPage,
  },
  {
    id: 'notifications',
    title: { zh: '通知', en: 'Notifications' },
    icon: <BellOutlined />,
    paths: ['/notifications'],
    parent: 'ask',
    load: async () => (await import('../features/notifications/NotificationsPage.tsx')).NotificationsPage,
  },
  ...collectPages,
  {
    id: 'extensions',
    title: { zh: '扩展', en: 'Extensions' },
    icon: <AppstoreOutlined />,
    paths: ['/extensions'],
    load: async () => (await import('../features/extensions/ExtensionsPage.tsx')).ExtensionsPage,
  },
  {
    id: 'extension',
    title: { zh: '扩展详情', en: 'Extension' },
    icon: <AppstoreOutlined />,
    paths: ['/extensions/:extensionId', '/extensions/:extensionId/:tab'],
    parent: 'extensions',
    load: async () => (await import('../features/extensions/ExtensionPage.tsx')).ExtensionPage,
  },
  ...governPages,
  ...togetherPages,
  ...observePages,
  ...settingsPages,
];
