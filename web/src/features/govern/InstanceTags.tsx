import type { Environment, InstanceTag } from '@sextant/contract/instances';
import { Tag } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { governTexts } from './govern-texts.ts';

const environmentColours: Record<Environment, string> = {
  production: 'volcano',
  staging: 'gold',
  test: 'blue',
  development: 'default',
};

export function EnvironmentTag({ environment }: { environment: Environment | null }) {
  const t = useTexts(governTexts);
  if (environment === null) return '–';
  return <Tag color={environmentColours[environment]}>{t(environment)}</Tag>;
}

export function InstanceTags({ tags }: { tags: InstanceTag[] }) {
  return tags.map(({ id, name, color }) => (
    <Tag key={id} color={color === 'gray' ? undefined : color} variant="outlined">
      {name}
    </Tag>
  ));
}
