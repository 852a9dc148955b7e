import type { Language, Text } from '@sextant/contract/text';
import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { getPreferences, onPreferencesChange, usePreferences } from './preferences.ts';

void i18next.use(initReactI18next).init({
  lng: getPreferences().language,
  fallbackLng: 'zh',
  initAsync: false,
  interpolation: { escapeValue: false },
  keySeparator: false,
  nsSeparator: false,
});
onPreferencesChange(() => {
  const { language } = getPreferences();
  if (i18next.language !== language) void i18next.changeLanguage(language);
});

type PluralKey<K extends string> = `${K}_${'one' | 'other'}`;

export interface Texts<K extends string> {
  namespace: string;
  keys?: K;
}

export type Translate<K extends string> = (key: K, values?: Record<string, string | number>) => string;

/**
 * Registers a feature's texts under its own namespace. English must have every key that Chinese has, and may add
 * `key_one` for the singular of a text with `{{count}}`.
 */
export function defineTexts<const Z extends Record<string, string>>(
  namespace: string,
  texts: {
    zh: Z;
    en: Record<keyof Z & string, string> & { [P in PluralKey<keyof Z & string>]?: string };
  },
): Texts<keyof Z & string> {
  i18next.addResourceBundle('zh', namespace, texts.zh);
  i18next.addResourceBundle('en', namespace, texts.en);
  return { namespace };
}

/** The translate function of one feature's texts, in the chosen language. */
export function useTexts<K extends string>(texts: Texts<K>): Translate<K> {
  const { t } = useTranslation(texts.namespace);
  return useCallback((key, values) => t(key as string, { ...values }), [t]);
}

/** Picks the reader's side of a two-language text. */
export function useTextIn(): (text: Text) => string {
  const { language } = usePreferences();
  return useCallback((text) => text[language], [language]);
}

export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en-US';
}
