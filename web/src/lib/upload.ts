import type { DataOf, Endpoint } from '@sextant/contract/endpoint';
import { requestHeaders, urlOf } from './api-client.ts';
import { ApiError, errorOfBody } from './api-error.ts';
import { accessToken } from './session.ts';

/**
 * Sends files to a multipart endpoint and reports the sent share (0–1) as it goes; fetch cannot tell it.
 * Throws ApiError.
 */
export async function upload<E extends Endpoint>(
  endpoint: E,
  files: readonly File[],
  { onProgress, signal }: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<DataOf<E>> {
  const token = await accessToken();
  const form = new FormData();
  for (const file of files) form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(endpoint.method, urlOf(endpoint));
    for (const [name, value] of Object.entries(requestHeaders(token))) request.setRequestHeader(name, value);
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
    request.send(form);
  });
}
