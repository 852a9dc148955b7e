import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { categoryName } from '../../features/scripts/script-categories.ts';
import type { ListedScript, ScriptsService } from '../../features/scripts/scripts.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { akshareSpeaker } from './envelope.ts';
import { interfaceName, interfaceOf } from './interface-names.ts';
import { cutPage, pageQuerySchema, pageSchema } from './page.ts';
import { interfaceParameterSchema, presentInterfaceParameter } from './parameters.ts';

const interfaceFields = {
  id: z.number().int(),
  name: z.string(),
  display_name: z.string(),
  category: z.string(),
  description: z.string(),
};

const paramsSchema = z.object({
  interface_id: z.string().min(1).max(100).describe('接口的整数 id，也可以是名称'),
});

export const interfaceOperations = defineOperations({
  list: {
    method: 'GET',
    path: '/interfaces/',
    access: 'view',
    summary: '获取接口列表：每个启用的脚本是一个接口；装了 AKShare 时还有它的全部函数',
    query: pageQuerySchema().extend({
      category: z.string().max(100).optional(),
      keyword: z.string().max(200).optional().describe('名称、说明的一部分，或拼音首字母'),
    }),
    data: pageSchema(z.object({ ...interfaceFields, parameter_count: z.number().int() })),
  },
  categories: {
    method: 'GET',
    path: '/interfaces/categories',
    access: 'view',
    summary: '获取接口分类',
    data: z.array(
      z.object({
        name: z.string(),
        display_name: z.string(),
        description: z.string(),
        interface_count: z.number().int(),
      }),
    ),
  },
  get: {
    method: 'GET',
    path: '/interfaces/{interface_id}',
    access: 'view',
    summary: '获取接口详情',
    params: paramsSchema,
    data: z.object({ ...interfaceFields, parameters: z.array(interfaceParameterSchema) }),
  },
  parameters: {
    method: 'GET',
    path: '/interfaces/{interface_id}/parameters',
    access: 'view',
    summary: '获取接口参数',
    params: paramsSchema,
    data: z.array(interfaceParameterSchema),
  },
});

/** akshare: `/interfaces`. */
export function registerInterfaces(app: FastifyInstance, scripts: ScriptsService): void {
  const parametersOf = ({ description }: ListedScript) =>
    description.parameters.map(presentInterfaceParameter);

  registerOperations(app, akshareSpeaker, interfaceOperations, {
    async list({ query }) {
      const { category, keyword: q } = query;
      return cutPage(await scripts.list({ category, q, isActive: true }), query, (script) => ({
        ...presentInterface(script),
        parameter_count: script.description.parameters.length,
      }));
    },
    async categories() {
      const counts = new Map<string, number>();
      for (const { row } of await scripts.list({ isActive: true }))
        counts.set(row.category, (counts.get(row.category) ?? 0) + 1);
      return [...counts].map(([name, count]) => ({
        name,
        display_name: categoryName(name).zh,
        description: `${categoryName(name).zh}相关数据接口`,
        interface_count: count,
      }));
    },
    async get({ params }) {
      const script = await interfaceOf(scripts, params.interface_id);
      return { ...presentInterface(script), parameters: parametersOf(script) };
    },
    parameters: async ({ params }) => parametersOf(await interfaceOf(scripts, params.interface_id)),
  });
}

function presentInterface({ row }: ListedScript) {
  return {
    id: row.number,
    name: interfaceName(row),
    display_name: row.name,
    category: row.category,
    description: row.description,
  };
}
