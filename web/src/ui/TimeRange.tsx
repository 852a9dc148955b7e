import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../lib/texts.ts';
import { isPeriod, isTime, periods, type TimeRangeValues } from '../lib/time-range.ts';
import { timeRangeTexts } from './time-range-texts.ts';

interface Props {
  values: TimeRangeValues;
  onChange: (values: TimeRangeValues) => void;
  /** What no choice is called; without it one period is always chosen. */
  anyTime?: string;
  /** The period that no choice means. */
  initial?: keyof typeof periods;
}

const custom = 'custom';

/** Chooses a period up to now, or two times. */
export function TimeRange({ values, onChange, anyTime, initial }: Props) {
  const t = useTexts(timeRangeTexts);
  const [choosing, setChoosing] = useState(false);
  const { range, from, to } = values;
  const isCustom = !isPeriod(range) && (choosing || isTime(from) || isTime(to));
  const chosen = isCustom ? custom : isPeriod(range) ? range : initial;
  const choose = (next: string | undefined) => {
    setChoosing(next === custom);
    onChange({
      range: next === custom || next === initial ? undefined : next,
      from: undefined,
      to: undefined,
    });
  };
  const input = (name: 'from' | 'to') => (
    <Input
      type="datetime-local"
      aria-label={t(name)}
      title={t(name)}
      value={localOf(values[name])}
      onChange={(event) =>
        onChange({ range: undefined, from, to, [name]: isoOf(event.target.value) } as TimeRangeValues)
      }
    />
  );
  return (
    <>
      <Select<string>
        allowClear={anyTime !== undefined}
        aria-label={t('time')}
        placeholder={anyTime}
        value={chosen}
        options={[
          ...Object.keys(periods).map((value) => ({ value, label: t(value as keyof typeof periods) })),
          { value: custom, label: t('custom') },
        ]}
        onChange={choose}
      />
      {isCustom && input('from')}
      {isCustom && input('to')}
    </>
  );
}

/** A time as the field shows it, in the reader's zone. */
function localOf(time: string | undefined): string {
  if (!isTime(time)) return '';
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function isoOf(local: string): string | undefined {
  return isTime(local) ? new Date(local).toISOString() : undefined;
}
