import type { Language } from '@sextant/contract/text';
import type { z } from 'zod';
import { sideOf } from './field-errors.ts';

/** An antd form rule that checks a field with its schema of the contract; an empty field passes. */
export function ruleOf(schema: z.ZodType, language: Language) {
  return {
    validator: async (_rule: unknown, value: unknown) => {
      if (value === undefined || value === null || value === '') return;
      const checked = schema.safeParse(value);
      if (!checked.success) throw new Error(sideOf(checked.error.issues[0]?.message ?? '', language));
    },
  };
}
