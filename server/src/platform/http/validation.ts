import type { Language } from '@sextant/contract/text';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

const messages = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** Parses one part of a request; throws 422 with the messages of every wrong field in the caller's language. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, language: Language): z.infer<S> {
  const parsed = schema.safeParse(value, { error: messages[language] });
  if (parsed.success) return parsed.data;
  const fields: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join('.') || 'body';
    fields[name] = [...(fields[name] ?? []), issue.message];
  }
  const names = Object.keys(fields).join(', ');
  throw new AppError(
    'VALIDATION_ERROR',
    { zh: `请求参数无效：${names}`, en: `Invalid input: ${names}` },
    { details: { fields } },
  );
}
