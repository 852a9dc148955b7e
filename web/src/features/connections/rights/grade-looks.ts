import type { Rights } from '@sextant/contract/schema-browser';

/** The colour that says how far a login's rights reach beyond reading. */
export const gradeColours: Record<Rights['grade'], string> = {
  reader: 'success',
  writer: 'warning',
  owner: 'orange',
  administrator: 'error',
  unknown: 'default',
};
