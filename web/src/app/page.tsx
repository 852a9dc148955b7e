import {
  DashboardOutlined,
  FileTextOutlined,
  SafetyOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { Permission } from '@sextant/contract/permissions';
import type { Text } from '@sextant/contract/text';
import type { ComponentType, ReactNode } from 'react';

/**
 * A page behind the sign-in. The router, the left navigation, the breadcrumb and the command palette are all made from
 * the table in `pages.tsx`, and each page becomes a chunk of its own. `paths` are React Router patterns, the first one
 * being where the navigation leads; `permission` hides the page from those who lack it; `group` puts it under a heading
 * of `pageGroups`; a page with a `parent` is reached from that page and stands neither in the navigation nor in the
 * palette.
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

export type PageGroupId = 'collect' | 'govern' | 'together' | 'observe' | 'settings';

export const pageGroups: Record<PageGroupId, { title: Text; icon: ReactNode }> = {
  collect: { title: { zh: '采集', en: 'Collect' }, icon: <FileTextOutlined /> },
  govern: { title: { zh: '治理', en: 'Govern' }, icon: <SafetyOutlined /> },
  together: { title: { zh: '协作', en: 'Together' }, icon: <TeamOutlined /> },
  observe: { title: { zh: '观测', en: 'Observe' }, icon: <DashboardOutlined /> },
  settings: { title: { zh: '设置', en: 'Settings' }, icon: <SettingOutlined /> },
};
