import type { ScheduleType } from '@sextant/contract/tasks';
import { Button, Input, InputNumber, Select, Space } from 'antd';
import { useTexts } from '../../../lib/texts.ts';
import {
  type IntervalUnit,
  intervalUnits,
  readDays,
  readInterval,
  weekdayNames,
  writeDays,
} from './schedule-expression.ts';
import { tasksTexts } from './tasks-texts.ts';

interface Props {
  type: ScheduleType;
  /** Handed in by the form. */
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** When a task runs, in fields that suit the type of schedule; the value is the expression that the server reads. */
export function ExpressionInput({ type, id, value = '', onChange }: Props) {
  const t = useTexts(tasksTexts);
  const change = (next: string) => onChange?.(next);
  switch (type) {
    case 'cron':
      return <CronInput id={id} value={value} onChange={change} />;
    case 'interval':
      return <IntervalInput id={id} value={value} onChange={change} />;
    case 'daily':
      return <TimeInput id={id} value={value} onChange={change} />;
    case 'weekly':
      return (
        <DaysInput
          id={id}
          value={value}
          label={t('weekdays')}
          options={weekdayNames.map((day) => ({ value: day as string, label: t(day) }))}
          onChange={change}
        />
      );
    case 'monthly':
      return (
        <DaysInput
          id={id}
          value={value}
          label={t('monthDays')}
          options={[...monthDays, { value: 'L', label: t('lastDay') }]}
          onChange={change}
        />
      );
    case 'once':
      return (
        <Input
          id={id}
          type="datetime-local"
          value={value.replace(' ', 'T')}
          onChange={(event) => change(event.target.value.replace('T', ' '))}
        />
      );
    case 'manual':
      return null;
  }
}

const cronExamples = [
  { expression: '30 18 * * 1-5', name: 'cronWorkdays' },
  { expression: '0 * * * *', name: 'cronHourly' },
  { expression: '*/10 9-15 * * 1-5', name: 'cronTen' },
  { expression: '0 20 L * *', name: 'cronMonthEnd' },
] as const;

const monthDays = Array.from({ length: 31 }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }));

interface FieldProps {
  id: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

function CronInput({ id, value, onChange }: FieldProps) {
  const t = useTexts(tasksTexts);
  return (
    <>
      <Input
        id={id}
        value={value}
        autoComplete="off"
        spellCheck={false}
        style={{ fontFamily: 'var(--sx-mono)' }}
        onChange={(event) => onChange(event.target.value)}
      />
      <Space wrap size={4} style={{ marginBlock: 6 }}>
        {cronExamples.map(({ expression, name }) => (
          <Button key={name} size="small" title={expression} onClick={() => onChange(expression)}>
            {t(name)}
          </Button>
        ))}
      </Space>
    </>
  );
}

function IntervalInput({ id, value, onChange }: FieldProps) {
  const t = useTexts(tasksTexts);
  const { count, unit } = readInterval(value);
  return (
    <Space>
      <InputNumber
        id={id}
        min={1}
        precision={0}
        value={count}
        onChange={(next) => onChange(`${next ?? 1}${unit}`)}
      />
      <Select<IntervalUnit>
        aria-label={t('every')}
        value={unit}
        style={{ width: 110 }}
        options={intervalUnits.map((one) => ({ value: one, label: t(`unit_${one}`) }))}
        onChange={(next) => onChange(`${count}${next}`)}
      />
    </Space>
  );
}

function TimeInput({ id, value, onChange }: FieldProps) {
  const t = useTexts(tasksTexts);
  return (
    <Input
      id={id}
      type="time"
      aria-label={t('time')}
      value={/^\d{2}:\d{2}/.test(value) ? value : ''}
      style={{ width: 130 }}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface DaysProps extends FieldProps {
  label: string;
  options: { value: string; label: string }[];
}

function DaysInput({ id, value, label, options, onChange }: DaysProps) {
  const { days, time } = readDays(value);
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <Select
        mode="multiple"
        aria-label={label}
        style={{ flex: 1 }}
        value={days}
        options={options}
        onChange={(next) => onChange(writeDays(next, time))}
      />
      <TimeInput id={id} value={time} onChange={(next) => onChange(writeDays(days, next))} />
    </div>
  );
}
