import type { Language } from '@sextant/contract/text';

const hanText = /\p{Script=Han}/u;
const longestName = 14;

/** How a person calls a table or column: its Chinese comment's first words, or its name read aloud. */
export function spokenName(thing: { name: string; comment: string | null }, language: Language): string {
  const comment = (thing.comment ?? '').split(/[\s，,：:；;。（(、]/)[0] ?? '';
  if (language === 'zh' && hanText.test(comment) && comment.length <= longestName) {
    return comment.length > 2 ? comment.replace(/表$/, '') : comment;
  }
  return thing.name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** True when a name is Chinese, which other words follow without a space. */
export function isHanName(name: string): boolean {
  return hanText.test(name);
}
