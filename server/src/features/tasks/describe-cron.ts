import type { Text } from '@sextant/contract/text';
import cronstrue from 'cronstrue';
import 'cronstrue/locales/zh_CN.js';
import 'cronstrue/locales/en.js';

/** A cron pattern in words; the pattern itself where it has none. */
export function describeCron(pattern: string): Text {
  const inWords = (locale: string): string => {
    try {
      return cronstrue.toString(pattern, { locale, use24HourTimeFormat: true });
    } catch {
      return pattern;
    }
  };
  return { zh: inWords('zh_CN').replaceAll(/\s*,\s*/g, '，'), en: inWords('en') };
}
