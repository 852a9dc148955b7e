import { type ConnectionInput, connectionEndpoints } from '@sextant/contract/connections';
import type { Engine } from '@sextant/engines/engine';
import { engines, findEngine } from '@sextant/engines/registry';
import { z } from 'zod';

const { host, port, username, password, database, ...common } = connectionEndpoints.create.body.shape;

const typeSchema = z
  .string()
  .trim()
  .refine((type) => findEngine(type) !== null, {
    error: ({ input }) => `不支持「${input}」，可用：${engines.map(({ id }) => id).join('、')}`,
  });

const targetFields = {
  type: typeSchema.describe('mysql、postgresql 等'),
  host,
  port,
  database,
  user: username,
  password,
  ssl: z.boolean().optional(),
};

/** Where a data source is, for a test. */
export const targetSchema = z.object(targetFields).superRefine(requireFields);

/** A new data source. */
export const datasourceInputSchema = z
  .object({ name: common.name, ...targetFields, description: common.description })
  .superRefine(requireFields);

type Target = z.infer<z.ZodObject<typeof targetFields>>;

/** What the document calls a field of our connection form. */
const documentNames: Record<string, keyof Target> = {
  host: 'host',
  port: 'port',
  username: 'user',
  password: 'password',
  database: 'database',
};

/** Names every field that the form of the engine asks for and the request leaves out. */
function requireFields(target: Target, context: z.core.$RefinementCtx): void {
  for (const field of findEngine(target.type)?.fields ?? []) {
    const name = documentNames[field.name];
    if (name === undefined || field.option || !field.required) continue;
    const value = target[name];
    if (value !== undefined && value !== null && value !== '') continue;
    context.addIssue({ code: 'custom', path: [name], message: `必填：${field.label.zh}` });
  }
}

/** The same settings as the product's connection form has them. */
export function toConnectionInput(
  target: Target & { name?: string; description?: string | null },
): ConnectionInput {
  const engine = findEngine(target.type);
  return {
    name: target.name ?? '',
    description: target.description,
    driver: target.type,
    host: target.host,
    port: target.port,
    username: target.user,
    password: target.password,
    database: target.database,
    ...(engine && { options: tlsOption(engine, target.ssl) }),
  };
}

function tlsOption({ fields }: Engine, ssl: boolean | undefined): Record<string, string> {
  const hasTls = fields.some((field) => field.option && field.name === 'tls');
  return ssl === undefined || !hasTls ? {} : { tls: ssl ? 'require' : 'disable' };
}
