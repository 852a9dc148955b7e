import type { AppError } from '../platform/errors/app-error.ts';

/** The reasons of an error by the field they are about, in Chinese; null when it is about no field. */
export function chineseFieldErrors(error: AppError): Record<string, string[]> | null {
  const fields = error.details.fields as Record<string, string[]> | undefined;
  if (fields === undefined) return null;
  return Object.fromEntries(Object.entries(fields).map(([name, texts]) => [name, texts.map(inChinese)]));
}

/** Texts of fields are written in Chinese with the English after a dot. */
function inChinese(text: string): string {
  return text.replace(/ · [^\p{Script=Han}]+$/u, '');
}
