import type { Language } from '@sextant/contract/text';
import type { FastifyRequest } from 'fastify';

/** The language a v1 caller reads: English when `Accept-Language` prefers it, else Chinese. */
export function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}
