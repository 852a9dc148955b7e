import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';
import { idParamsSchema } from './envelope.ts';

/** `builtin` is the product's own engine; it is always listed and cannot be changed. */
export const providerSchema = z.enum(['builtin', 'openai', 'anthropic', 'deepseek', 'ollama', 'custom']);
export type Provider = z.infer<typeof providerSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  provider: providerSchema,
  model_id: z.string(),
  base_url: z.string().nullable(),
  api_key_configured: z.boolean(),
  is_default: z.boolean(),
  is_available: z.boolean(),
  votes_on_hard: z.boolean().describe('hard questions are answered three times and the majority is taken'),
});
export type Model = z.infer<typeof modelSchema>;

/** The address is shown to others; a secret in it would be too. */
function namesNoUser(address: string): boolean {
  const url = URL.parse(address);
  return url === null || (url.username === '' && url.password === '');
}

const modelFields = {
  name: z.string().trim().min(1).max(100),
  provider: providerSchema.exclude(['builtin']),
  model_id: z.string().trim().min(1).max(200),
  base_url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .refine(
      namesNoUser,
      '地址里不能有用户名和密码，请用 api_key · no user or password in the address; use api_key',
    )
    .nullable(),
  api_key: z.string().max(1000).nullable(),
  is_default: z.boolean(),
  votes_on_hard: z
    .boolean()
    .describe('answer hard questions three times and take the majority; costs three times the tokens'),
};

export const modelEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/models',
    access: 'view',
    summary: '模型列表 · List models',
    data: z.object({ models: z.array(modelSchema) }),
  },
  create: {
    method: 'POST',
    path: '/models',
    access: 'create',
    summary: '添加模型 · Add a model',
    body: z.object({
      ...modelFields,
      base_url: modelFields.base_url.optional(),
      api_key: modelFields.api_key.optional(),
      is_default: modelFields.is_default.default(false),
      votes_on_hard: modelFields.votes_on_hard.default(false),
    }),
    data: modelSchema,
  },
  update: {
    method: 'PUT',
    path: '/models/{id}',
    access: 'update',
    summary: '更新模型；不传 api_key 则保留原值 · Change a model; an absent api_key is kept',
    params: idParamsSchema,
    body: z.object(modelFields).partial(),
    data: modelSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/models/{id}',
    access: 'delete',
    summary: '删除模型 · Delete a model',
    params: idParamsSchema,
    data: z.object({}),
  },
  test: {
    method: 'POST',
    path: '/models/{id}/test',
    access: 'view',
    summary: '测试模型连接 · Test a model',
    callsPerMinute: 30,
    params: idParamsSchema,
    data: z.object({
      success: z.boolean(),
      message: z.string(),
      response_time_ms: z.number().nullable(),
      error_code: z.string().nullable(),
    }),
  },
});
