import type { Script } from '@sextant/contract/scripts';

/** Names of the languages that scripts are written in; the same in every tongue. */
export const languageNames: Record<Script['language'], string> = {
  typescript: 'TypeScript',
  javascript: 'JavaScript',
  python: 'Python',
};
