import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import type { Instance, InstanceHealth } from '@sextant/contract/instances';
import { Tag, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../lib/texts.ts';
import { governTexts } from './govern-texts.ts';

const looks: Record<InstanceHealth, { color: string; icon: ReactNode }> = {
  up: { color: 'success', icon: <CheckCircleOutlined /> },
  down: { color: 'error', icon: <CloseCircleOutlined /> },
  unknown: { color: 'default', icon: <QuestionCircleOutlined /> },
};

/** Whether an instance answered the last check; why not on hover. */
export function HealthTag({ health, error }: Pick<Instance, 'health' | 'error'>) {
  const t = useTexts(governTexts);
  const { color, icon } = looks[health];
  return (
    <Tooltip title={error && `${error.message} ${error.hint ?? ''}`}>
      <Tag color={color} icon={icon} style={{ marginInlineEnd: 0 }}>
        {t(health)}
      </Tag>
    </Tooltip>
  );
}
