import { CheckOutlined, LoadingOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { formatDuration } from '../../lib/format-time.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useTexts } from '../../lib/texts.ts';
import type { Answer } from './answer.ts';
import { type AskKey, askTexts } from './ask-texts.ts';
import styles from './StageLine.module.css';

const tickMilliseconds = 100;

/** The stages as they happen, the time since the question, and the way to stop. */
export function StageLine({ answer, onStop }: { answer: Answer; onStop: () => void }) {
  const t = useTexts(askTexts);
  const { language } = usePreferences();
  const now = useNow();
  const current = answer.stages.at(-1);
  return (
    <div className={styles.line}>
      <ol className={styles.stages}>
        {answer.stages.map((stage, at) => (
          <li
            key={`${stage.stage}-${stage.at}`}
            title={stage.message}
            className={stage === current ? styles.current : undefined}
          >
            {stage === current ? <LoadingOutlined /> : <CheckOutlined />}{' '}
            {t(`stage_${stage.stage}` satisfies AskKey)}
            {at < answer.stages.length - 1 && <span className="sx-hidden">,</span>}
          </li>
        ))}
        {current === undefined && (
          <li className={styles.current}>
            <LoadingOutlined /> {t('working')}
          </li>
        )}
      </ol>
      <span className={styles.time} aria-hidden>
        {formatDuration(Math.max(0, now - answer.startedAt), language)}
      </span>
      <Button size="small" onClick={onStop}>
        {t('stop')}
      </Button>
    </div>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMilliseconds);
    return () => clearInterval(timer);
  }, []);
  return now;
}
