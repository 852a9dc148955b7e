import { App } from 'antd';
import { useEffect, useRef } from 'react';
import {
  getPreferences,
  type Preferences,
  setPreferences,
  werePreferencesChosenHere,
} from '../lib/preferences.ts';
import { useSettings, useUpdateSettings } from '../lib/shared-queries.ts';
import { useTexts } from '../lib/texts.ts';
import { shellTexts } from './shell-texts.ts';

/**
 * Brings language and theme of this device and of the server together, once after signing in: what was just chosen
 * on the login page goes to the server, otherwise the server's settings apply. Gives the function that saves later
 * choices.
 */
export function useServerPreferences(): (change: Partial<Preferences>) => void {
  const t = useTexts(shellTexts);
  const { message } = App.useApp();
  const { data: settings } = useSettings();
  const { mutate } = useUpdateSettings();
  const joined = useRef(false);
  useEffect(() => {
    if (settings === undefined || joined.current) return;
    joined.current = true;
    const mine = getPreferences();
    const differs = mine.language !== settings.language || mine.theme !== settings.theme;
    if (!differs) return;
    if (werePreferencesChosenHere()) mutate(mine);
    else setPreferences({ language: settings.language, theme: settings.theme }, false);
  }, [settings, mutate]);
  return (change) => mutate(change, { onError: () => message.warning(t('preferencesNotSaved')) });
}
