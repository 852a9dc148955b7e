import { useState } from 'react';

/** State that this device remembers, under `sextant.<name>` in localStorage. */
export function useStoredState<T extends boolean | number | string>(name: string, initial: NoInfer<T>) {
  const key = `sextant.${name}`;
  const [value, setValue] = useState<T>(() => {
    const stored = localStorage.getItem(key);
    if (stored === null) return initial;
    const parsed: unknown = JSON.parse(stored);
    return typeof parsed === typeof initial ? (parsed as T) : initial;
  });
  const store = (next: T) => {
    setValue(next);
    localStorage.setItem(key, JSON.stringify(next));
  };
  return [value, store] as const;
}
