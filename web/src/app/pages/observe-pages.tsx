import { AlertOutlined, AuditOutlined, DashboardOutlined, ProfileOutlined } from '@ant-design/icons';
import type { Page } from '../page.tsx';

/** 观测: dashboard, logs, audit and alerts. */
export const observePages: readonly Page[] = [
  {
    id: 'dashboard',
    title: { zh: '概览', en: 'Dashboard' },
    icon: <DashboardOutlined />,
    paths: ['/dashboard'],
    group: 'observe',
    load: async () => (await import('../../features/dashboard/DashboardPage.tsx')).DashboardPage,
  },
  {
    id: 'logs',
    title: { zh: '日志', en: 'Logs' },
    icon: <ProfileOutlined />,
    paths: ['/logs', '/logs/:tab'],
    group: 'observe',
    permission: 'admin',
    load: async () => (await import('../../features/logs/LogsPage.tsx')).LogsPage,
  },
  {
    id: 'audit',
    title: { zh: '审计', en: 'Audit' },
    icon: <AuditOutlined />,
    paths: ['/audit'],
    group: 'observe',
    permission: 'admin',
    load: async () => (await import('../../features/audit/AuditPage.tsx')).AuditPage,
  },
  {
    id: 'alerts',
    title: { zh: '告警', en: 'Alerts' },
    icon: <AlertOutlined />,
    paths: ['/alerts', '/alerts/:tab'],
    group: 'observe',
    permission: 'scheduler:manage',
    load: async () => (await import('../../features/alerts/AlertsPage.tsx')).AlertsPage,
  },
];
