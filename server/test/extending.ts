import type { ApiClient, TestApp } from './test-app.ts';

/** The body and headers of a multipart form. */
export async function multipart(
  fields: Record<string, string | readonly string[] | File>,
): Promise<{ payload: Buffer; headers: Record<string, string> }> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' || value instanceof File) form.set(name, value);
    else for (const one of value) form.append(name, one);
  }
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const payload = Buffer.from(await request.arrayBuffer());
  return { payload, headers: { 'content-type': request.headers.get('content-type') ?? '' } };
}

/** Uploads a script as an extension; enabled unless told. */
export async function uploadExtension(
  client: ApiClient,
  filename: string,
  source: string,
  fields: Record<string, string> = {},
) {
  const { payload, headers } = await multipart({
    enabled: 'true',
    ...fields,
    file: new File([source], filename),
  });
  return client.post('/extensions', payload, headers);
}

/** Uploads one that must load, and gives its id. */
export async function newExtension(
  client: ApiClient,
  filename: string,
  source: string,
  fields: Record<string, string> = {},
): Promise<string> {
  const answer = await uploadExtension(client, filename, source, fields);
  if (answer.status !== 200) throw new Error(`the extension was not stored: ${answer.text}`);
  return answer.body.data.id;
}

/** Runs an extension to its end, and gives the run. */
export async function runExtension(client: ApiClient, id: string, params: Record<string, unknown> = {}) {
  const answer = await client.post(`/extensions/${id}/run`, { params });
  if (answer.status !== 200) throw new Error(`the extension was not run: ${answer.text}`);
  return answer.body.data;
}

/** Changes an extension; the client of tests has no PATCH. */
export async function patchExtension({ app }: TestApp, client: ApiClient, id: string, changes: object) {
  const response = await app.http.inject({
    method: 'PATCH',
    url: `/api/v1/extensions/${id}`,
    headers: { authorization: `Bearer ${client.token}` },
    payload: changes,
  });
  return { status: response.statusCode, body: response.json() };
}
