import type { Permission, Role } from '@sextant/contract/permissions';
import type { Text } from '@sextant/contract/text';

export const roleLabels: Record<Role, Text> = {
  admin: { zh: '管理员', en: 'Administrator' },
  operator: { zh: '运维', en: 'Operator' },
  user: { zh: '普通用户', en: 'User' },
};

export const permissionLabels: Record<Permission, Text> = {
  view: { zh: '查看', en: 'view' },
  create: { zh: '新建', en: 'create' },
  update: { zh: '修改', en: 'change' },
  delete: { zh: '删除', en: 'delete' },
  'scheduler:view': { zh: '查看任务', en: 'view tasks' },
  'scheduler:manage': { zh: '管理任务', en: 'manage tasks' },
  admin: { zh: '系统管理', en: 'administration' },
};
