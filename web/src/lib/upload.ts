import type { DataOf, Endpoint } from '@sextant/contract/endpoint';
import { requestHeaders, urlOf } from './api-client.ts';
import { ApiError, errorOfBody } from './api-error.ts';
import { accessToken } from './session.ts';

interface UploadOptions {
  params?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  /** Sent before the files. */
  fields?: Readonly<Record<string, string | readonly string[]>>;
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends files, as `file` or under names of their own, to a multipart endpoint and reports the sent share (0–1) as it
 * goes; fetch cannot tell it. Throws ApiError.
 */
export async function upload<E extends Endpoint>(
  endpoint: E,
  files: readonly (File | [name: string, file: File])[],
  { params, query, fields = {}, onProgress, signal }: UploadOptions = {},
): Promise<DataOf<E>> {
  const token = await accessToken();
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) form.append(name, value);
  }
  for (const one of files) {
    const [name, file] = one instanceof File ? ['file', one] : one;
    form.append(name, file, file.name);
  }
  return send(endpoint, urlOf(endpoint, { params, query }), {
    headers: requestHeaders(token),
    body: form,
    onProgress,
    signal,
  });
}

/** Sends bytes as they are to an endpoint that takes them and reports the sent share (0–1). Throws ApiError. */
export async function sendBytes<E extends Endpoint>(
  endpoint: E,
  bytes: Blob,
  { params, query, onProgress, signal }: Omit<UploadOptions, 'fields'> = {},
): Promise<DataOf<E>> {
  const headers = { ...requestHeaders(await accessToken()), 'content-type': 'application/octet-stream' };
  return send(endpoint, urlOf(endpoint, { params, query }), { headers, body: bytes, onProgress, signal });
}

interface Sending extends Pick<UploadOptions, 'onProgress' | 'signal'> {
  headers: Record<string, string>;
  body: FormData | Blob;
}

function send<E extends Endpoint>(
  endpoint: E,
  url: string,
  { headers, body, onProgress, signal }: Sending,
): Promise<DataOf<E>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
    request.onerror = () => reject(new ApiError('The upload broke off', { status: 0, code: 'NETWORK' }));
    request.onabort = () => reject(new ApiError('Stopped', { status: 0, code: 'ABORTED' }));
    request.onload = () => {
      const { status, responseText } = request;
      if (status < 200 || status > 299) {
        reject(errorOfBody(status, request.getResponseHeader('x-request-id'), responseText));
      } else resolve((JSON.parse(responseText) as { data: DataOf<E> }).data);
    };
    signal?.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}
