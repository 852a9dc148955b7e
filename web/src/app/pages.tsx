import {
  ApartmentOutlined,
  ApiOutlined,
  ClockCircleOutlined,
  CodeOutlined,
  DatabaseOutlined,
  FileTextOutlined,
  HistoryOutlined,
  MessageOutlined,
  SettingOutlined,
  TableOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { Permission } from '@sextant/contract/permissions';
import type { Text } from '@sextant/contract/text';
import type { ComponentType, ReactNode } from 'react';

/**
 * Every page behind the sign-in, in the order of the navigation.
 *
 * To add a page: export its component from `features/<feature>/<Name>Page.tsx` and add one entry here. The router,
 * the left navigation, the breadcrumb and the command palette are all made from this table, and each page becomes
 * a chunk of its own. `paths` are React Router patterns, the first one being where the navigation leads;
 * `permission` hides the page from those who lack it; `group` puts it under a heading of `pageGroups`; a page with
 * a `parent` is reached from that page and stands neither in the navigation nor in the palette.
 */
export interface Page {
  id: string;
  title: Text;
  icon: ReactNode;
  paths: readonly [string, ...string[]];
  group?: PageGroupId;
  permission?: Permission;
  parent?: string;
  load: () => Promise<ComponentType>;
}

export type PageGroupId = 'collect' | 'settings';

export const pageGroups: Record<PageGroupId, { title: Text; icon: ReactNode }> = {
  collect: { title: { zh: '采集', en: 'Collect' }, icon: <FileTextOutlined /> },
  settings: { title: { zh: '设置', en: 'Settings' }, icon: <SettingOutlined /> },
};

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
    id: 'scripts',
    title: { zh: '脚本', en: 'Scripts' },
    icon: <FileTextOutlined />,
    paths: ['/collect/scripts'],
    group: 'collect',
    load: async () => (await import('../features/collect/scripts/ScriptsPage.tsx')).ScriptsPage,
  },
  {
    id: 'script-editor',
    title: { zh: '编辑', en: 'Edit' },
    icon: <FileTextOutlined />,
    paths: ['/collect/scripts/new', '/collect/scripts/:scriptId/edit'],
    group: 'collect',
    permission: 'admin',
    parent: 'scripts',
    load: async () => (await import('../features/collect/scripts/ScriptEditorPage.tsx')).ScriptEditorPage,
  },
  {
    id: 'script',
    title: { zh: '脚本详情', en: 'Script' },
    icon: <FileTextOutlined />,
    paths: ['/collect/scripts/:scriptId', '/collect/scripts/:scriptId/:tab'],
    group: 'collect',
    parent: 'scripts',
    load: async () => (await import('../features/collect/scripts/ScriptPage.tsx')).ScriptPage,
  },
  {
    id: 'tasks',
    title: { zh: '任务', en: 'Tasks' },
    icon: <ClockCircleOutlined />,
    paths: ['/collect/tasks'],
    group: 'collect',
    permission: 'scheduler:view',
    load: async () => (await import('../features/collect/tasks/TasksPage.tsx')).TasksPage,
  },
  {
    id: 'executions',
    title: { zh: '执行记录', en: 'Executions' },
    icon: <HistoryOutlined />,
    paths: ['/collect/executions'],
    group: 'collect',
    permission: 'scheduler:view',
    load: async () => (await import('../features/collect/executions/ExecutionsPage.tsx')).ExecutionsPage,
  },
  {
    id: 'execution',
    title: { zh: '执行详情', en: 'Execution' },
    icon: <HistoryOutlined />,
    paths: ['/collect/executions/:executionId'],
    group: 'collect',
    permission: 'scheduler:view',
    parent: 'executions',
    load: async () => (await import('../features/collect/executions/ExecutionPage.tsx')).ExecutionPage,
  },
  {
    id: 'tables',
    title: { zh: '数据表', en: 'Tables' },
    icon: <TableOutlined />,
    paths: ['/collect/tables'],
    group: 'collect',
    load: async () => (await import('../features/collect/tables/TablesPage.tsx')).TablesPage,
  },
  {
    id: 'table',
    title: { zh: '数据表详情', en: 'Table' },
    icon: <TableOutlined />,
    paths: ['/collect/tables/:tableName', '/collect/tables/:tableName/:tab'],
    group: 'collect',
    parent: 'tables',
    load: async () => (await import('../features/collect/tables/TablePage.tsx')).TablePage,
  },
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
    load: async () => (await import('../features/connections/ConnectionsPage.tsx')).ConnectionsPage,
  },
  {
    id: 'models',
    title: { zh: '模型', en: 'Models' },
    icon: <ApiOutlined />,
    paths: ['/settings/models'],
    group: 'settings',
    load: async () => (await import('../features/models/ModelsPage.tsx')).ModelsPage,
  },
  {
    id: 'users',
    title: { zh: '用户', en: 'Users' },
    icon: <TeamOutlined />,
    paths: ['/settings/users'],
    group: 'settings',
    permission: 'admin',
    load: async () => (await import('../features/users/UsersPage.tsx')).UsersPage,
  },
  {
    id: 'profile',
    title: { zh: '我的', en: 'Profile' },
    icon: <UserOutlined />,
    paths: ['/settings/profile', '/settings/profile/:tab'],
    group: 'settings',
    load: async () => (await import('../features/settings/ProfilePage.tsx')).ProfilePage,
  },
];
