import { ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { groupDigits } from '../../lib/format-number.ts';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './AnswerFooter.module.css';
import type { Answer } from './answer.ts';
import { askTexts } from './ask-texts.ts';

export function AnswerFooter({ answer, onAgain }: { answer: Answer; onAgain: () => void }) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const { result, evidence, text } = answer;
  const facts: string[] = [];
  if (evidence) facts.push(t(`lane_${evidence.lane}`));
  if (result) {
    facts.push(t('rows', { count: result.rowsCount }).replace(/\d+/, groupDigits));
    facts.push(t('took', { time: formatDuration(result.milliseconds, language) }));
  }
  if (answer.endedAt !== null && result) {
    facts.push(t('total', { time: formatDuration(answer.endedAt - answer.startedAt, language) }));
  }
  return (
    <div className={styles.footer}>
      {text !== '' && <CopyButton text={text} label={t('copyAnswer')} />}
      <Button
        type="text"
        size="small"
        icon={<ReloadOutlined />}
        aria-label={t('again')}
        title={t('again')}
        onClick={onAgain}
      />
      <span>{facts.join(' · ')}</span>
    </div>
  );
}
