import type { AnswerErrorCode } from '@sextant/contract/chat';
import type { Text } from '@sextant/contract/text';
import { AppError } from '../errors/app-error.ts';

export type ModelErrorCode = Extract<AnswerErrorCode, `MODEL_${string}` | 'PROVIDER_FORMAT_ERROR'>;

/** Why a language model gave no answer: what happened and the next step, never with a key in it. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly text: Text;
  readonly hint: Text;
  /** HTTP status of the provider's answer; null when there was none. */
  readonly status: number | null;
  /** How long the provider asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** The other side closed the connection, as happens to one that was kept open too long. */
  readonly hungUp: boolean;

  constructor(
    code: ModelErrorCode,
    options: {
      text?: Text;
      detail?: string;
      status?: number | null;
      retryAfterMs?: number | null;
      hungUp?: boolean;
      cause?: unknown;
    } = {},
  ) {
    const text = options.text ?? withDetail(texts[code].text, options.detail);
    super(text.en, { cause: options.cause });
    this.name = 'ModelError';
    this.code = code;
    this.text = text;
    this.hint = texts[code].hint;
    this.status = options.status ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.hungUp = options.hungUp ?? false;
  }
}

const texts: Record<ModelErrorCode, { text: Text; hint: Text }> = {
  MODEL_AUTH_ERROR: {
    text: { zh: '模型服务拒绝了 API 密钥', en: 'The model provider refused the API key' },
    hint: { zh: '请在「模型」中重新填写 API 密钥', en: 'Enter the API key again under Models' },
  },
  MODEL_TIMEOUT: {
    text: { zh: '模型没有在限定时间内作答', en: 'The model did not answer in time' },
    hint: { zh: '请稍后再试，或换一个模型', en: 'Try again later, or choose another model' },
  },
  MODEL_CONNECTION_ERROR: {
    text: { zh: '连接不上模型服务', en: 'The model provider cannot be reached' },
    hint: { zh: '请检查模型的地址和网络', en: 'Check the base URL of the model and the network' },
  },
  MODEL_NOT_FOUND: {
    text: { zh: '模型服务没有这个模型', en: 'The model provider has no such model' },
    hint: {
      zh: '请在「模型」中核对模型标识和地址',
      en: 'Check the model ID and the base URL under Models',
    },
  },
  MODEL_RATE_LIMITED: {
    text: { zh: '模型服务正在限流', en: 'The model provider limits the rate of requests' },
    hint: {
      zh: '请稍后再试，或改用内置引擎',
      en: 'Try again shortly, or use the built-in engine',
    },
  },
  MODEL_EXECUTION_ERROR: {
    text: { zh: '模型服务出错', en: 'The model provider failed' },
    hint: { zh: '请稍后再试，或换一个模型', en: 'Try again later, or choose another model' },
  },
  MODEL_CANNOT_ANSWER: {
    text: { zh: '模型没有给出可执行的查询', en: 'The model gave no query that can be run' },
    hint: {
      zh: '请换一种问法，或换一个模型',
      en: 'Word the question differently, or choose another model',
    },
  },
  PROVIDER_FORMAT_ERROR: {
    text: { zh: '模型服务的回复格式无法识别', en: 'The reply of the model provider cannot be read' },
    hint: {
      zh: '请检查模型的服务商类型和地址是否匹配',
      en: 'Check that provider and base URL of the model fit together',
    },
  },
};

function withDetail(text: Text, detail: string | undefined): Text {
  return detail ? { zh: `${text.zh}：${detail}`, en: `${text.en}: ${detail}` } : text;
}

/** The fields that the SDK's errors may have, read without trust in their classes. */
interface ProviderFailure {
  name?: string;
  message?: string;
  statusCode?: number;
  responseHeaders?: Record<string, string>;
  responseBody?: string;
  cause?: unknown;
  code?: string;
}

const maxDetail = 300;
const formatErrors =
  /JSONParseError|TypeValidationError|InvalidResponseData|InvalidStreamPart|NoOutputGenerated|EmptyResponseBody/;
const hangUps = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);
const unknownModel = /model\b.{0,80}(not exist|not found|unknown|not supported)|no such model/i;

/** Classifies whatever the SDK threw or streamed as an error. `secret` is cut out of the provider's words. */
export function toModelError(error: unknown, secret: string | null): ModelError {
  if (error instanceof ModelError) return error;
  const chain = [...causes(error)];
  const refused = chain.find((link) => link instanceof AppError);
  if (refused) {
    return new ModelError('MODEL_CONNECTION_ERROR', { text: (refused as AppError).text, cause: error });
  }
  const failures = chain as ProviderFailure[];
  const answered = failures.find((failure) => (failure.statusCode ?? 0) >= 400);
  const detail = detailOf(answered ?? failures[0], secret);
  if (answered) {
    const status = answered.statusCode ?? 0;
    return new ModelError(codeOfStatus(status, `${detail} ${answered.responseBody ?? ''}`), {
      detail,
      status,
      retryAfterMs: retryAfter(answered.responseHeaders),
      cause: error,
    });
  }
  if (failures.some((failure) => formatErrors.test(failure.name ?? ''))) {
    return new ModelError('PROVIDER_FORMAT_ERROR', { detail, cause: error });
  }
  if (error instanceof Error) {
    const hungUp = failures.some(({ code = '' }) => hangUps.has(code));
    return new ModelError('MODEL_CONNECTION_ERROR', { detail, hungUp, cause: error });
  }
  const streamed = typeof error === 'string' ? error : JSON.stringify(error);
  return new ModelError(
    /rate.?limit|overloaded/i.test(streamed) ? 'MODEL_RATE_LIMITED' : 'MODEL_EXECUTION_ERROR',
    {
      detail: shorten(streamed, secret),
    },
  );
}

function* causes(error: unknown): Generator<unknown> {
  let link: unknown = error;
  for (let depth = 0; depth < 6 && typeof link === 'object' && link !== null; depth += 1) {
    yield link;
    link =
      (link as { cause?: unknown; lastError?: unknown }).cause ?? (link as { lastError?: unknown }).lastError;
  }
}

function codeOfStatus(status: number, words: string): ModelErrorCode {
  if (status === 401 || status === 403) return 'MODEL_AUTH_ERROR';
  if (status === 404 || (status < 500 && unknownModel.test(words))) return 'MODEL_NOT_FOUND';
  if (status === 429) return 'MODEL_RATE_LIMITED';
  if (status === 408 || status === 504) return 'MODEL_TIMEOUT';
  return 'MODEL_EXECUTION_ERROR';
}

function detailOf(failure: ProviderFailure | undefined, secret: string | null): string {
  const { cause, message = '' } = failure ?? {};
  const inner = (cause as { message?: string } | undefined)?.message;
  return shorten(inner && message === 'fetch failed' ? inner : message, secret);
}

function shorten(words: string, secret: string | null): string {
  const safe = secret ? words.replaceAll(secret, '***') : words;
  return safe.length > maxDetail ? `${safe.slice(0, maxDetail)}…` : safe;
}

function retryAfter(headers: Record<string, string> | undefined): number | null {
  const value = headers?.['retry-after'];
  if (value === undefined) return null;
  const seconds = Number(value);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(milliseconds) ? null : Math.max(0, milliseconds);
}
