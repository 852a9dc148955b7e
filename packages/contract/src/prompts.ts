import { z } from 'zod';
import { defineEndpoints } from './endpoint.ts';

/** The texts an administrator may change: how SQL is asked for and how results are put into words. */
export const promptNameSchema = z.enum(['sql', 'summary']);
export type PromptName = z.infer<typeof promptNameSchema>;

export const promptSchema = z.object({
  name: promptNameSchema,
  content: z.string(),
  version: z.number().int().describe('0 is the built-in text'),
  is_default: z.boolean(),
  updated_at: z.string().nullable(),
  placeholders: z.array(z.string()),
});
export type Prompt = z.infer<typeof promptSchema>;

const promptListSchema = z.object({ prompts: z.array(promptSchema) });

export const promptEndpoints = defineEndpoints({
  list: {
    method: 'GET',
    path: '/prompts',
    access: 'view',
    summary: 'Prompt 配置 · The prompts in use',
    data: promptListSchema,
  },
  update: {
    method: 'PUT',
    path: '/prompts',
    access: 'admin',
    summary: '更新 Prompt，旧版本保留 · Change prompts; earlier versions are kept',
    body: z.object({
      prompts: z
        .array(z.object({ name: promptNameSchema, content: z.string().trim().min(1).max(20_000) }))
        .min(1)
        .max(10),
    }),
    data: promptListSchema,
  },
  reset: {
    method: 'POST',
    path: '/prompts/reset',
    access: 'admin',
    summary: '重置为默认 Prompt · Back to the built-in texts',
    body: z.object({ name: promptNameSchema.optional() }).default({}),
    data: promptListSchema,
  },
  versions: {
    method: 'GET',
    path: '/prompts/{name}/versions',
    access: 'admin',
    summary: 'Prompt 的历史版本 · Earlier versions of a prompt',
    params: z.object({ name: promptNameSchema }),
    data: z.object({
      versions: z.array(
        z.object({
          version: z.number(),
          content: z.string(),
          created_at: z.string(),
          created_by: z.string(),
        }),
      ),
    }),
  },
});
