import { z } from 'zod';

/** A message in both interface languages. Each edge picks the one its reader wants. */
export const textSchema = z.object({ zh: z.string(), en: z.string() });
export type Text = z.infer<typeof textSchema>;

export const languageSchema = z.enum(['zh', 'en']);
export type Language = z.infer<typeof languageSchema>;
