import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  FieldTimeOutlined,
  MinusCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import type { ExecutionStatus } from '@sextant/contract/executions';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../lib/texts.ts';
import { statusTexts } from './status-texts.ts';

const looks: Record<ExecutionStatus, { color: string; icon: ReactNode }> = {
  pending: { color: 'default', icon: <ClockCircleOutlined /> },
  running: { color: 'processing', icon: <SyncOutlined spin /> },
  completed: { color: 'success', icon: <CheckCircleOutlined /> },
  failed: { color: 'error', icon: <CloseCircleOutlined /> },
  timeout: { color: 'error', icon: <FieldTimeOutlined /> },
  cancelled: { color: 'default', icon: <MinusCircleOutlined /> },
};

/** The state of an execution: word, colour and icon. */
export function StatusTag({ status }: { status: ExecutionStatus }) {
  const t = useTexts(statusTexts);
  const { color, icon } = looks[status];
  return (
    <Tag color={color} icon={icon} style={{ marginInlineEnd: 0 }}>
      {t(status)}
    </Tag>
  );
}

/** Whether an execution may still go on. */
export function isUnderWay(status: ExecutionStatus): boolean {
  return status === 'pending' || status === 'running';
}
