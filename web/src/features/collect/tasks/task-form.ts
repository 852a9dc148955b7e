import type { FollowUp, ScheduleType, Task, TaskInput, TaskParams } from '@sextant/contract/tasks';
import type { FormParameter } from '../ParameterFields.tsx';
import { givenParameters, type ParameterForm } from '../parameter-values.ts';
import { sentParameters } from './extension-parameters.ts';
import { type Pair, pairsOf, paramsOf } from './pairs.ts';
import { firstExpression } from './schedule-expression.ts';

/** What the form of a task holds. */
export interface TaskForm extends Omit<TaskInput, 'params' | 'timezone' | 'on_success' | 'on_failure'> {
  name: string;
  task_type: string;
  script_id?: string;
  schedule_type: ScheduleType;
  schedule_expression: string;
  timezone?: string;
  params?: ParameterForm;
  /** The parameters of a kind of task that has no form. */
  pairs?: Pair[];
  on_success: Partial<FollowUp>[];
  on_failure: Partial<FollowUp>[];
}

/** What a new task shall run. */
export interface Begun {
  type: 'collect' | 'extension';
  id: string | undefined;
}

/** What the form begins with; retries and timeout are left to the installation's settings for a new task. */
export function taskFormOf(task: Task | null, begun: Begun | null): Partial<TaskForm> {
  if (task === null) {
    return {
      task_type: begun?.type ?? 'collect',
      script_id: begun?.id,
      schedule_type: 'daily',
      schedule_expression: firstExpression.daily,
      is_active: true,
      retry_delay_seconds: 60,
      overlap: 'skip',
      misfire: 'run_once',
      on_success: [],
      on_failure: [],
    };
  }
  return {
    name: task.name,
    description: task.description,
    task_type: task.task_type,
    pairs: pairsOf(task.params),
    script_id: task.script_id ?? undefined,
    schedule_type: task.schedule_type,
    schedule_expression: task.schedule_expression,
    timezone: task.timezone ?? undefined,
    is_active: task.is_active,
    max_retries: task.max_retries,
    retry_delay_seconds: task.retry_delay_seconds,
    timeout_seconds: task.timeout_seconds,
    overlap: task.overlap,
    misfire: task.misfire,
    on_success: task.on_success,
    on_failure: task.on_failure,
  };
}

/** The form as the server takes it. */
export function taskInputOf(
  { params, pairs, timezone, description, schedule_expression, ...form }: TaskForm,
  parameters: readonly FormParameter[],
): TaskInput & { name: string } {
  return {
    ...form,
    script_id: form.script_id ?? null,
    description: description ?? '',
    schedule_expression: schedule_expression ?? '',
    timezone: timezone ?? null,
    params: paramsFor(form.task_type, { params, pairs }, parameters),
    on_success: form.on_success as FollowUp[],
    on_failure: form.on_failure as FollowUp[],
  };
}

function paramsFor(
  type: string,
  { params, pairs = [] }: Pick<TaskForm, 'params' | 'pairs'>,
  parameters: readonly FormParameter[],
): TaskParams {
  if (type === 'collect') return givenParameters(parameters, params);
  return type === 'extension' ? sentParameters(parameters, params) : paramsOf(pairs);
}
