import { z } from 'zod';

export const permissionSchema = z.enum([
  'view',
  'create',
  'update',
  'delete',
  'scheduler:view',
  'scheduler:manage',
  'admin',
]);
export type Permission = z.infer<typeof permissionSchema>;

export const roleSchema = z.enum(['admin', 'operator', 'user']);
export type Role = z.infer<typeof roleSchema>;

/**
 * What a role may do. `view … delete` hold for a person's own objects and for what is shared with them;
 * `scheduler:manage` adds shared tasks; `admin` adds users, system settings and everybody's objects.
 */
export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  user: ['view', 'create', 'update', 'delete', 'scheduler:view'],
  operator: ['view', 'create', 'update', 'delete', 'scheduler:view', 'scheduler:manage'],
  admin: permissionSchema.options,
};

/**
 * Who may call an endpoint: anyone, anyone signed in, a person who signed in (an API key may not touch what guards
 * the account it belongs to), or holders of a permission.
 */
export type Access = 'public' | 'signed-in' | 'person' | Permission;
