import type { EngineDescription } from '@sextant/contract/connections';
import { Select } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { connectionsTexts } from './connections-texts.ts';
import { engineGroups } from './engine-groups.ts';

interface Props {
  /** Set by antd's form item, so that its label belongs to the field. */
  id?: string;
  engines: readonly EngineDescription[];
  value: string;
  disabled: boolean;
  onChange: (id: string) => void;
}

/** The kinds of database in groups, found by typing a part of the name. */
export function EnginePicker({ id, engines, value, disabled, onChange }: Props) {
  const t = useTexts(connectionsTexts);
  return (
    <Select
      id={id}
      aria-label={t('engine')}
      value={value}
      disabled={disabled}
      listHeight={520}
      showSearch={{ optionFilterProp: 'search' }}
      onChange={onChange}
      options={engineGroups(engines).map(({ group, members }) => ({
        label: t(group),
        options: members.map((engine) => ({
          value: engine.id,
          label: engine.label,
          search: `${engine.label} ${engine.id}`,
        })),
      }))}
    />
  );
}
