import type { LogLevel } from '@sextant/contract/logs';
import { Tag } from 'antd';
import { useTexts } from '../../lib/texts.ts';
import { logsTexts } from './logs-texts.ts';

const colors: Record<LogLevel, string> = {
  debug: 'default',
  info: 'processing',
  warn: 'warning',
  error: 'error',
  fatal: 'error',
};

/** The level of an entry: word and colour. */
export function LevelTag({ level }: { level: LogLevel }) {
  const t = useTexts(logsTexts);
  return (
    <Tag
      color={colors[level]}
      variant={level === 'fatal' ? 'solid' : 'filled'}
      style={{ marginInlineEnd: 0 }}
    >
      {t(level)}
    </Tag>
  );
}
