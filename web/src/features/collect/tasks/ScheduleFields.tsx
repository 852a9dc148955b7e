import { type ScheduleType, scheduleTypeSchema } from '@sextant/contract/tasks';
import { Form, Select } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import { ExpressionInput } from './ExpressionInput.tsx';
import { SchedulePreview } from './SchedulePreview.tsx';
import { firstExpression } from './schedule-expression.ts';
import type { TaskForm } from './task-form.ts';
import { tasksTexts } from './tasks-texts.ts';

const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }));

/** When a task runs: the type, its expression, the time zone, and what they come to. */
export function ScheduleFields() {
  const t = useTexts(tasksTexts);
  const form = Form.useFormInstance<TaskForm>();
  const type = Form.useWatch('schedule_type', form) ?? 'manual';
  const expression = Form.useWatch('schedule_expression', form) ?? '';
  const timezone = Form.useWatch('timezone', form) ?? null;
  return (
    <>
      <Form.Item name="schedule_type" label={t('scheduleType')}>
        <Select
          options={scheduleTypeSchema.options.map((value) => ({ value, label: t(`type_${value}`) }))}
          onChange={(next: ScheduleType) => form.setFieldValue('schedule_expression', firstExpression[next])}
        />
      </Form.Item>
      <Form.Item
        name="schedule_expression"
        label={t('schedule')}
        hidden={type === 'manual'}
        extra={type === 'cron' ? t('cronHint') : undefined}
        rules={[{ required: type !== 'manual', message: t('scheduleMissing') }]}
      >
        <ExpressionInput type={type} />
      </Form.Item>
      {type !== 'manual' && (
        <>
          <SchedulePreview type={type} expression={expression} timezone={timezone} />
          <Form.Item name="timezone" label={t('timezone')}>
            <Select allowClear showSearch placeholder={t('productZone')} options={zones} />
          </Form.Item>
        </>
      )}
    </>
  );
}
