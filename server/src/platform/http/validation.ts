import type { Language } from '@sextant/contract/text';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { chineseMessages } from './chinese-messages.ts';

const messages = {
  zh: sayWhatIsMissing(chineseMessages, '必填'),
  en: sayWhatIsMissing(z.locales.en().localeError, 'Required'),
};

/** A field that is absent is called so, instead of a wrong type of `undefined`. */
function sayWhatIsMissing(message: z.core.$ZodErrorMap, missing: string): z.core.$ZodErrorMap {
  return (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? missing : message(issue));
}

const unstorable = {
  zh: '含有无法保存的字符（U+0000 或不完整的代理对），请删除后重试',
  en: 'Holds a character that cannot be stored (U+0000 or half of a surrogate pair); remove it',
};

/** The dotted place of the first text that no database can keep as it is; null when there is none. */
function findUnstorable(value: unknown, place = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? place : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    const inner = place === '' ? name : `${place}.${name}`;
    const found = findUnstorable(name) === null ? findUnstorable(part, inner) : place;
    if (found !== null) return found;
  }
  return null;
}

/** Parses one part of a request; throws 422 with the messages of every wrong field in the caller's language. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, language: Language): z.infer<S> {
  const parsed = schema.safeParse(value, { error: messages[language] });
  const fields: Record<string, string[]> = {};
  if (parsed.success) {
    const place = findUnstorable(parsed.data);
    if (place === null) return parsed.data;
    fields[place || 'body'] = [unstorable[language]];
  }
  for (const issue of parsed.error?.issues ?? []) {
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
