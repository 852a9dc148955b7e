import { App } from 'antd';
import { useCallback } from 'react';
import { usePreferences } from '../lib/preferences.ts';
import { useTexts } from '../lib/texts.ts';
import { describeError } from './describe-error.ts';
import { uiTexts } from './ui-texts.ts';

/** Shows any thrown thing for a moment: what happened, and what to do. For failures that have no place of their own. */
export function useErrorMessage(): (error: unknown) => void {
  const t = useTexts(uiTexts);
  const { language } = usePreferences();
  const { message } = App.useApp();
  return useCallback(
    (error) => {
      const { what, next } = describeError(error, t);
      const end = /[.!?。！？]$/.test(what) || next === '' ? '' : language === 'zh' ? '。' : '.';
      void message.error(`${what}${end} ${next}`.trim());
    },
    [t, language, message],
  );
}
