import {
  apiPrefix,
  type BodyInputOf,
  type DataOf,
  type Endpoint,
  type ParamsOf,
  type QueryInputOf,
} from '@sextant/contract/endpoint';
import { ApiError, errorOfFailedFetch, errorOfResponse } from './api-error.ts';
import { getPreferences } from './preferences.ts';
import { accessToken, renewAfterRefusal } from './session.ts';
import { localeOf } from './texts.ts';

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : Partial<Value> extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** What one endpoint of the contract needs: `params` of the path, `query`, `body`. */
export type CallInput<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  Part<'query', QueryInputOf<E>> &
  Part<'body', BodyInputOf<E>> & { signal?: AbortSignal };

type CallArguments<E extends Endpoint> =
  Partial<CallInput<E>> extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>];

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Calls one endpoint of API v1 and gives what stands under `data`.
 * Throws ApiError; a session that cannot be renewed also signs out.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  ...[input]: CallArguments<E>
): Promise<DataOf<E>> {
  const response = await send(endpoint, (input ?? {}) as LooseInput);
  const envelope = (await response.json().catch((cause: unknown) => {
    throw new ApiError(String(cause), { status: response.status, code: 'BAD_ANSWER', cause });
  })) as { data: DataOf<E> };
  return envelope.data;
}

/** Calls an endpoint whose body stands outside the envelope (event stream, download) and gives the response. */
export async function callRaw<E extends Endpoint>(
  endpoint: E,
  ...[input]: CallArguments<E>
): Promise<Response> {
  return send(endpoint, (input ?? {}) as LooseInput);
}

export function urlOf(endpoint: Endpoint, input: Pick<LooseInput, 'params' | 'query'> = {}): string {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return apiPrefix + path + (text === '' ? '' : `?${text}`);
}

async function send(endpoint: Endpoint, input: LooseInput): Promise<Response> {
  const token = endpoint.access === 'public' ? null : await accessToken();
  if (token === null && endpoint.access !== 'public') {
    throw new ApiError('Not signed in', { status: 401, code: 'UNAUTHORIZED' });
  }
  const response = await fetchOnce(endpoint, input, token);
  if (response.ok) return response;
  if (response.status === 401 && token !== null) {
    await renewAfterRefusal(token);
    const again = await fetchOnce(endpoint, input, await accessToken());
    if (again.ok) return again;
    throw await errorOfResponse(again);
  }
  throw await errorOfResponse(response);
}

async function fetchOnce(endpoint: Endpoint, input: LooseInput, token: string | null): Promise<Response> {
  const headers: Record<string, string> = requestHeaders(token);
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  if (endpoint.raw === 'event-stream') headers.accept = 'text/event-stream';
  try {
    return await fetch(urlOf(endpoint, input), {
      method: endpoint.method,
      headers,
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: input.signal,
    });
  } catch (cause) {
    throw errorOfFailedFetch(cause);
  }
}

/** The headers that every request carries: the chosen language and, when signed in, the bearer token. */
export function requestHeaders(token: string | null): Record<string, string> {
  const headers: Record<string, string> = { 'accept-language': localeOf(getPreferences().language) };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  return headers;
}
