import type { DatabaseType } from '@sextant/contract/instances';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { databaseTypes } from '../../features/instances/database-types.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { type FamilyHandlers, registerOperations } from '../../platform/http/family-routes.ts';
import { whalefallSpeaker } from './envelope.ts';
import { atOriginal, forOriginals } from './original-paths.ts';

const typeSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  display_name: z.string(),
  driver: z.string(),
  default_port: z.number().nullable(),
  default_schema: z.string().nullable(),
  connection_timeout: z.number(),
  description: z.string(),
  icon: z.string(),
  color: z.string(),
  features: z.array(z.string()),
  is_active: z.boolean(),
  is_system: z.boolean(),
  sort_order: z.number(),
});

const operations = defineOperations({
  list: {
    method: 'GET',
    path: '/api/list',
    access: 'view',
    summary: '获取数据库类型列表',
    data: z.array(typeSchema),
  },
  active: {
    method: 'GET',
    path: '/api/active',
    access: 'view',
    summary: '获取活跃数据库类型',
    data: z.array(typeSchema),
  },
  formOptions: {
    method: 'GET',
    path: '/api/form-options',
    access: 'view',
    summary: '获取表单选项',
    data: z.array(z.object({ value: z.string(), text: z.string(), icon: z.string(), color: z.string() })),
  },
});

const originals = atOriginal('/database-types', operations);
export const databaseTypeOperations = { ...operations, ...originals };

const connectSeconds = 10;
const icon = 'fa-database';
const color = 'primary';

/** whalefall: `/api/list`, `/api/active` and `/api/form-options`. */
export function registerDatabaseTypes(app: FastifyInstance): void {
  const types = databaseTypes(new Map());
  const handlers: FamilyHandlers<typeof operations> = {
    list: async () => types.map(present),
    // All that is built in can be used.
    active: async () => types.map(present),
    formOptions: async () => types.map(({ id, label }) => ({ value: id, text: label, icon, color })),
  };
  registerOperations(app, whalefallSpeaker, operations, handlers);
  registerOperations(app, whalefallSpeaker, originals, forOriginals(handlers));
}

function present(type: DatabaseType) {
  return {
    id: type.number,
    name: type.id,
    display_name: type.label,
    driver: type.dialect,
    default_port: type.default_port,
    default_schema: type.default_database,
    connection_timeout: connectSeconds,
    description: type.label,
    icon,
    color,
    features: type.features,
    is_active: true,
    is_system: true,
    sort_order: type.number,
  };
}
