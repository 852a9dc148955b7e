import type { Language } from '@sextant/contract/text';
import { ApiError } from './api-error.ts';

/** One entry per form field for antd's `form.setFields`. */
export interface FieldError {
  name: (string | number)[];
  errors: string[];
}

/** The server's words on single fields (`details.fields`), in the reader's language; empty when it named none. */
export function fieldErrors(error: unknown, language: Language): FieldError[] {
  if (!(error instanceof ApiError) || typeof error.details.fields !== 'object') return [];
  return Object.entries(error.details.fields ?? {}).map(([path, messages]) => ({
    name: path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    errors: [messages].flat().map((message) => sideOf(String(message), language)),
  }));
}

/** Contract schemas carry both languages as `中文 · English`. */
export function sideOf(message: string, language: Language): string {
  const [zh, en] = message.split(' · ');
  return (language === 'zh' ? zh : (en ?? zh)) ?? message;
}
