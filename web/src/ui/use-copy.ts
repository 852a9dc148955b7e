import { App } from 'antd';
import { useCallback } from 'react';
import { copyText } from '../lib/clipboard.ts';
import { useTexts } from '../lib/texts.ts';
import { uiTexts } from './ui-texts.ts';

/** Copies text and says so, in `done`'s words when given, or that the browser refused. */
export function useCopy(): (text: string, done?: string) => Promise<void> {
  const t = useTexts(uiTexts);
  const { message } = App.useApp();
  return useCallback(
    async (text, done = t('copied')) => {
      try {
        await copyText(text);
        void message.success(done);
      } catch {
        void message.warning(t('copyFailed'));
      }
    },
    [t, message],
  );
}
