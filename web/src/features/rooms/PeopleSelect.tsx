import { Select } from 'antd';
import { useState } from 'react';
import { useMe } from '../../lib/shared-queries.ts';
import { useTexts } from '../../lib/texts.ts';
import { useDebounced } from '../../lib/use-debounced.ts';
import { usePeopleFound } from './rooms-queries.ts';
import { roomsTexts } from './rooms-texts.ts';

interface Props {
  /** Filled in by the form around it. */
  value?: string[];
  onChange?: (ids: string[]) => void;
  id?: string;
  /** Where no label of a form stands beside it. */
  label?: string;
  /** Who is there already. */
  without?: readonly string[];
  /** At most this many. */
  most?: number;
}

/** Chooses people of the installation by name; the server looks for them. */
export function PeopleSelect({ value, onChange, id, label, without = [], most }: Props) {
  const t = useTexts(roomsTexts);
  const me = useMe().data?.id;
  const [q, setQ] = useState('');
  const found = usePeopleFound(useDebounced(q.trim()));
  const people = (found.data ?? []).filter((one) => one.id !== me && !without.includes(one.id));
  return (
    <Select
      id={id}
      mode="multiple"
      aria-label={label}
      placeholder={t('peopleHint')}
      maxCount={most}
      value={value}
      onChange={onChange}
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={found.isFetching}
      notFoundContent={found.isPending ? null : t('nobodyFound')}
      options={people.map(({ id: userId, display_name, username }) => ({
        value: userId,
        label: display_name === username ? username : `${display_name} (${username})`,
      }))}
      style={{ width: '100%' }}
    />
  );
}
