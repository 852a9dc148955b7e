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

const deepest = 200;
/** So many wrong fields stand in the message; the details have them all. */
const mostNamed = 10;
const unstorable = {
  zh: '含有无法保存的字符（U+0000 或不完整的代理对），请删除后重试',
  en: 'Holds a character that cannot be stored (U+0000 or half of a surrogate pair); remove it',
};

/** The dotted place of the first text that no database can keep as it is; null when there is none. */
function findUnstorable(value: unknown, place = '', depth = 0): string | null {
  if (depth > deepest) throw new RangeError(place);
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? place : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, part] of Object.entries(value)) {
    const inner = place === '' ? name : `${place}.${name}`;
    const found = findUnstorable(name) === null ? findUnstorable(part, inner, depth + 1) : place;
    if (found !== null) return found;
  }
  return null;
}

/** Parses one part of a request; throws 422 with the messages of every wrong field in the caller's language. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, language: Language): z.infer<S> {
  try {
    return parseWhole(schema, value, language);
  } catch (error) {
    // Values that are nested without an end leave no room on the stack.
    throw error instanceof RangeError ? tooDeep() : error;
  }
}

function tooDeep(): AppError {
  return new AppError('VALIDATION_ERROR', {
    zh: `请求的内容嵌套太深，最多 ${deepest} 层`,
    en: `The input is nested too deep; at most ${deepest} levels`,
  });
}

function parseWhole<S extends z.ZodType>(schema: S, value: unknown, language: Language): z.infer<S> {
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
  const wrong = Object.entries(fields).slice(0, mostNamed);
  throw new AppError(
    'VALIDATION_ERROR',
    {
      zh: `请求参数无效：${wrong.map(([name, [why]]) => `${name}（${why}）`).join('、')}`,
      en: `Invalid input: ${wrong.map(([name, [why]]) => `${name} (${why})`).join(', ')}`,
    },
    { details: { fields } },
  );
}
