import type { ScriptParameter } from '@sextant/contract/scripts';
import type { FollowUp, ScheduleType, Task, TaskInput } from '@sextant/contract/tasks';
import { givenParameters, type ParameterForm } from '../parameter-values.ts';
import { firstExpression } from './schedule-expression.ts';

/** What the form of a task holds. */
export interface TaskForm extends Omit<TaskInput, 'params' | 'timezone' | 'on_success' | 'on_failure'> {
  name: string;
  script_id: string;
  schedule_type: ScheduleType;
  schedule_expression: string;
  timezone?: string;
  params?: ParameterForm;
  on_success: Partial<FollowUp>[];
  on_failure: Partial<FollowUp>[];
}

/** What the form begins with; retries and timeout are left to the installation's settings for a new task. */
export function taskFormOf(task: Task | null, scriptId: string | undefined): Partial<TaskForm> {
  if (task === null) {
    return {
      script_id: scriptId,
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
  { params, timezone, description, schedule_expression, ...form }: TaskForm,
  parameters: readonly ScriptParameter[],
): TaskInput & { name: string } {
  return {
    ...form,
    task_type: 'collect',
    description: description ?? '',
    schedule_expression: schedule_expression ?? '',
    timezone: timezone ?? null,
    params: givenParameters(parameters, params),
    on_success: form.on_success as FollowUp[],
    on_failure: form.on_failure as FollowUp[],
  };
}
