import { scheduleTypeSchema, type TaskInput, taskEndpoints } from '@sextant/contract/tasks';
import { z } from 'zod';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import type { CollectSettings } from '../../features/tasks/collect-settings.ts';
import type { TasksService } from '../../features/tasks/tasks.service.ts';
import { presentTime } from '../document-time.ts';

const fields = taskEndpoints.update.body.shape;

export const inputSchema = z.object({
  name: fields.name.unwrap(),
  description: fields.description,
  script_id: z.union([z.string().min(1).max(100), z.number().int().min(1)]).describe('脚本的 script_id'),
  schedule_type: scheduleTypeSchema,
  schedule_expression: fields.schedule_expression.unwrap().default(''),
  parameters: fields.params,
  retry_on_failure: z.boolean().optional(),
  max_retries: fields.max_retries,
  timeout: fields.timeout_seconds.describe('秒'),
  is_active: fields.is_active,
});
export const changesSchema = inputSchema
  .extend({ schedule_expression: fields.schedule_expression })
  .partial()
  .describe('只改给出的字段');

export type TaskRow = Awaited<ReturnType<TasksService['get']>>;
type Changes = z.infer<typeof changesSchema>;

export const itemSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  script_id: z.string().nullable().describe('不是采集任务时为 null'),
  schedule_type: scheduleTypeSchema,
  schedule_expression: z.string(),
  is_active: z.boolean(),
  last_execution_at: z.string().nullable(),
  next_execution_at: z.string().nullable(),
});
export const detailSchema = itemSchema.omit({ last_execution_at: true, next_execution_at: true }).extend({
  retry_on_failure: z.boolean(),
  max_retries: z.number().int(),
  created_at: z.string(),
});
/** "任务对象": all that the document tells of a task. */
export const taskSchema = detailSchema
  .extend(itemSchema.shape)
  .extend({ parameters: z.record(z.string(), z.unknown()) });

/** Gives the function that turns what the document says of a task into what the product says. */
export function createTaskInput({
  scripts,
  collectSettings,
}: {
  scripts: ScriptsService;
  collectSettings: CollectSettings;
}) {
  /** `retry_on_failure` is, with us, whether there are retries at all. */
  function retriesOf({ retry_on_failure, max_retries }: Changes, known: number): number | undefined {
    if (retry_on_failure === undefined) return max_retries;
    if (!retry_on_failure) return 0;
    return max_retries ?? (known > 0 ? known : Math.max(1, collectSettings.current().maxRetries));
  }

  return async function toInput(input: Changes, knownRetries = 0): Promise<TaskInput> {
    const { script_id: script, parameters, timeout, retry_on_failure: _, ...same } = input;
    const retries = retriesOf(input, knownRetries);
    return {
      ...same,
      ...(script !== undefined && { script_id: (await scripts.get(String(script))).row.id }),
      ...(parameters !== undefined && { params: parameters }),
      ...(timeout !== undefined && { timeout_seconds: timeout }),
      ...(retries !== undefined && { max_retries: retries }),
    };
  };
}

export function presentItem(row: TaskRow, last: string | undefined): z.input<typeof itemSchema> {
  return {
    id: row.number,
    name: row.name,
    script_id: row.script_id,
    schedule_type: scheduleTypeSchema.parse(row.schedule_type),
    schedule_expression: row.schedule_expression,
    is_active: row.is_active === 1,
    last_execution_at: last === undefined ? null : presentTime(last),
    next_execution_at: row.next_fire_at && presentTime(row.next_fire_at),
  };
}

export function presentDetail(row: TaskRow): z.input<typeof detailSchema> {
  const { last_execution_at: _last, next_execution_at: _next, ...item } = presentItem(row, undefined);
  return {
    ...item,
    retry_on_failure: row.max_retries > 0,
    max_retries: row.max_retries,
    created_at: presentTime(row.created_at),
  };
}
