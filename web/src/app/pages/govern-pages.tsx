import { ApartmentOutlined, DatabaseOutlined, HistoryOutlined, UserOutlined } from '@ant-design/icons';
import type { Page } from '../page.tsx';

/** 治理: instances, their accounts, classes and synchronisation. */
export const governPages: readonly Page[] = [
  {
    id: 'instances',
    title: { zh: '实例', en: 'Instances' },
    icon: <DatabaseOutlined />,
    paths: ['/govern/instances'],
    group: 'govern',
    load: async () => (await import('../../features/govern/instances/InstancesPage.tsx')).InstancesPage,
  },
  {
    id: 'instance',
    title: { zh: '实例详情', en: 'Instance' },
    icon: <DatabaseOutlined />,
    paths: ['/govern/instances/:instanceId', '/govern/instances/:instanceId/:tab'],
    group: 'govern',
    parent: 'instances',
    load: async () => (await import('../../features/govern/instances/InstancePage.tsx')).InstancePage,
  },
  {
    id: 'accounts',
    title: { zh: '账户', en: 'Accounts' },
    icon: <UserOutlined />,
    paths: ['/govern/accounts'],
    group: 'govern',
    load: async () => (await import('../../features/govern/accounts/AccountsPage.tsx')).AccountsPage,
  },
  {
    id: 'classification',
    title: { zh: '分类', en: 'Classification' },
    icon: <ApartmentOutlined />,
    paths: ['/govern/classification', '/govern/classification/:tab'],
    group: 'govern',
    load: async () =>
      (await import('../../features/govern/classification/ClassificationPage.tsx')).ClassificationPage,
  },
  {
    id: 'classification-batch',
    title: { zh: '分类批次', en: 'Batch' },
    icon: <ApartmentOutlined />,
    paths: ['/govern/classification/batches/:batchId'],
    group: 'govern',
    parent: 'classification',
    load: async () => (await import('../../features/govern/classification/BatchPage.tsx')).BatchPage,
  },
  {
    id: 'sync-sessions',
    title: { zh: '同步会话', en: 'Sessions' },
    icon: <HistoryOutlined />,
    paths: ['/govern/sessions'],
    group: 'govern',
    permission: 'scheduler:view',
    load: async () => (await import('../../features/govern/sessions/SessionsPage.tsx')).SessionsPage,
  },
  {
    id: 'sync-session',
    title: { zh: '会话详情', en: 'Session' },
    icon: <HistoryOutlined />,
    paths: ['/govern/sessions/:sessionId'],
    group: 'govern',
    permission: 'scheduler:view',
    parent: 'sync-sessions',
    load: async () => (await import('../../features/govern/sessions/SessionPage.tsx')).SessionPage,
  },
];
