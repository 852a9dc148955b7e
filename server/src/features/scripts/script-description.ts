import type { Text } from '@sextant/contract/text';
import { z } from 'zod';
import type { LoadedScript } from './runtime/script-runtime.ts';

/** The columns' types that a script may name where the data would not tell. */
const columnTypeSchema = z.enum([
  'text',
  'integer',
  'number',
  'decimal',
  'boolean',
  'date',
  'timestamp',
  'json',
]);

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const parameterSchema = z.object({
  name: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,60}$/u, 'must be a name of letters, digits and _'),
  type: z.enum(['string', 'integer', 'number', 'boolean', 'date']),
  required: z.boolean().default(false),
  default: valueSchema.default(null),
  options: z
    .array(z.union([z.string(), z.number()]))
    .max(500)
    .nullable()
    .default(null),
  description: z.string().max(2000).default(''),
});
export type ScriptParameter = z.infer<typeof parameterSchema>;

export const tableNameSchema = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]{0,59}$/u, 'must be up to 60 letters, digits and _');

const tableSchema = z.object({
  name: tableNameSchema,
  key: z.array(z.string().min(1)).min(1).max(16).nullable().default(null),
  columns: z.record(z.string().min(1), columnTypeSchema).default({}),
  comment: z.string().max(1000).nullable().default(null),
  /** The parameter that names another table than `name` for a run, and the one that names its key's columns. */
  name_from: z.string().optional(),
  key_from: z.string().optional(),
});

export const frequencies = ['hourly', 'daily', 'weekly', 'monthly', 'once', 'manual'] as const;

const descriptionSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,80}$/, 'must be lower-case letters, digits and _'),
  name: z.string().trim().min(1).max(200),
  category: z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be lower-case letters, digits and _'),
  frequency: z.enum(frequencies),
  description: z.string().max(5000).default(''),
  parameters: z.array(parameterSchema).max(100).default([]),
  table: tableSchema,
  run: z.literal('function', 'must be a function'),
});
/** What a script says of itself, checked. */
export type ScriptDescription = Omit<z.infer<typeof descriptionSchema>, 'run'>;

/** Where a script's file stands, which it must agree with. */
export interface ScriptPlace {
  id: string;
  category: string;
  frequency: string;
}

/** Checks what a loaded script says of itself. Gives the description, or what is wrong with it in words. */
export function checkDescription(
  loaded: Pick<LoadedScript, 'collector'>,
  place: ScriptPlace,
): { description: ScriptDescription } | { problem: Text } {
  if (loaded.collector === null) {
    return {
      problem: {
        zh: '代码里没有脚本：TypeScript、JavaScript 要用 export default 导出，Python 要有 SCRIPT 和 run',
        en: 'It exports no script: TypeScript and JavaScript export one by default, Python has SCRIPT and run',
      },
    };
  }
  // The folder says category and frequency; a script need not repeat them.
  const parsed = descriptionSchema.safeParse({
    category: place.category,
    frequency: place.frequency,
    ...loaded.collector,
  });
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'script'}: ${issue.message}`,
    );
    return { problem: { zh: issues.join('；'), en: issues.join('; ') } };
  }
  const { run: _, ...description } = parsed.data;
  for (const field of ['id', 'category', 'frequency'] as const) {
    if (description[field] !== place[field]) {
      return {
        problem: {
          zh: `${field}：代码里写的是「${description[field]}」，这里填的（或文件的位置）是「${place[field]}」，两处要一致`,
          en: `${field}: it says "${description[field]}", but its file stands for "${place[field]}"`,
        },
      };
    }
  }
  const names = description.parameters.map((one) => one.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    const en = `parameters: "${twice}" stands there twice`;
    return { problem: { zh: `parameters：「${twice}」出现了两次`, en } };
  }
  const { name_from: nameFrom, key_from: keyFrom } = description.table;
  for (const name of [nameFrom, keyFrom]) {
    if (
      name === undefined ||
      description.parameters.some((one) => one.name === name && one.type === 'string')
    )
      continue;
    const en = `table: "${name}" is no parameter that takes text`;
    return { problem: { zh: `table：「${name}」不是文本类型的参数`, en } };
  }
  return { description };
}
