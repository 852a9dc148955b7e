import type { Language } from '@sextant/contract/text';

const seeded = /^([^·]*\p{Script=Han}[^·]*) · ([^·\p{Script=Han}]+)$/u;

/** A rule's name; those that came with the product carry both languages as `中文 · English`. */
export function ruleName(name: string, language: Language): string {
  const [, zh = name, en = name] = seeded.exec(name) ?? [];
  return language === 'zh' ? zh : en;
}
