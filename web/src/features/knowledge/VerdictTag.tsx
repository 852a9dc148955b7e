import type { GoldenVerdict } from '@sextant/contract/golden-questions';
import { Tag } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { knowledgeTexts } from './knowledge-texts.ts';

const colors: Record<GoldenVerdict, string> = {
  right: 'success',
  right_silent: 'success',
  wrong: 'error',
  wrong_answered: 'error',
  silent: 'warning',
  failed: 'default',
};

export function VerdictTag({ verdict }: { verdict: GoldenVerdict }) {
  const t = useTexts(knowledgeTexts);
  return <Tag color={colors[verdict]}>{t(`verdict_${verdict}`)}</Tag>;
}
