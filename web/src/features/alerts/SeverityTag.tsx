import type { Severity } from '@sextant/contract/alerts';
import { Tag } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { alertsTexts } from './alerts-texts.ts';

const colors: Record<Severity, string> = { info: 'processing', warning: 'warning', critical: 'error' };

export function SeverityTag({ severity }: { severity: Severity }) {
  const t = useTexts(alertsTexts);
  return (
    <Tag color={colors[severity]} style={{ marginInlineEnd: 0 }}>
      {t(`severity_${severity}`)}
    </Tag>
  );
}
