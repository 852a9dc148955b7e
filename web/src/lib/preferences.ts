import type { Settings } from '@sextant/contract/settings';
import type { Language } from '@sextant/contract/text';
import { useSyncExternalStore } from 'react';

export type ThemeChoice = Settings['theme'];

/** What must be known before anybody has signed in. The server keeps the same two once they have. */
export interface Preferences {
  language: Language;
  theme: ThemeChoice;
}

const storageKey = 'sextant.preferences';
const listeners = new Set<() => void>();
let current = readStored();
let chosenHere = false;

function readStored(): Preferences {
  const fallback: Preferences = {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    theme: 'system',
  };
  try {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Preferences>;
    return {
      language: stored.language === 'zh' || stored.language === 'en' ? stored.language : fallback.language,
      theme: stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : fallback.theme,
    };
  } catch {
    return fallback;
  }
}

export function getPreferences(): Preferences {
  return current;
}

/** True when the person changed language or theme in this tab before signing in: then their choice wins over the server's. */
export function werePreferencesChosenHere(): boolean {
  return chosenHere;
}

/** Applies and remembers preferences. `byPerson` tells a click from settings that arrived from the server. */
export function setPreferences(change: Partial<Preferences>, byPerson = true): void {
  current = { ...current, ...change };
  chosenHere ||= byPerson;
  localStorage.setItem(storageKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function onPreferencesChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferencesChange, getPreferences);
}
