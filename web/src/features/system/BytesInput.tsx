import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { largestUnit, unitNames, units } from './byte-units.ts';
import { systemTexts } from './system-texts.ts';

interface Props {
  /** Handed in by the form. */
  id?: string;
  value?: number;
  onChange?: (bytes: number) => void;
}

/** A number of bytes as a figure with its unit. */
export function BytesInput({ id, value = 0, onChange }: Props) {
  const t = useTexts(systemTexts);
  const [unit, setUnit] = useState(() => largestUnit(value));
  const size = units[unit];
  return (
    <Space.Compact>
      <InputNumber
        id={id}
        min={0}
        value={Number((value / size).toFixed(2))}
        style={{ width: 120 }}
        onChange={(figure) => onChange?.(Math.round((figure ?? 0) * size))}
      />
      <Select
        aria-label={t('unit')}
        value={unit}
        style={{ width: 84 }}
        options={unitNames.map((name) => ({ value: name, label: name }))}
        onChange={(next) => {
          setUnit(next);
          onChange?.(Math.round((value / size) * units[next]));
        }}
      />
    </Space.Compact>
  );
}
