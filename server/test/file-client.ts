import type { FileEntry, FileUpload } from '@sextant/contract/files';
import type { Answer, ApiClient, TestApp } from './test-app.ts';

export type Content = string | Uint8Array<ArrayBuffer>;

/** What tests do with files as one user, over the API. */
export function createFileClient(test: TestApp, client: ApiClient) {
  async function uploadAll(files: [name: string, content: Content][], query = ''): Promise<Answer> {
    const form = new FormData();
    for (const [name, content] of files) form.append('files', new Blob([content]), name);
    const request = new Request('http://localhost/', { method: 'POST', body: form });
    const type = request.headers.get('content-type') ?? '';
    return client.post(`/files${query}`, Buffer.from(await request.arrayBuffer()), { 'content-type': type });
  }

  async function begin(name: string, size: number, more = {}): Promise<FileUpload> {
    const answer = await client.post('/files/uploads', { name, size, ...more });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.data;
  }

  async function send(id: string, offset: number, bytes: Buffer) {
    const response = await test.app.http.inject({
      method: 'PATCH',
      url: `/api/v1/files/uploads/${id}?offset=${offset}`,
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/octet-stream' },
      payload: bytes,
    });
    return { status: response.statusCode, body: response.json() };
  }

  return {
    uploadAll,
    begin,
    send,
    finish: (id: string, body = {}) => client.post(`/files/uploads/${id}/finish`, body),

    /** One file in one request. */
    async upload(name: string, content: Content, parentId?: string): Promise<FileEntry> {
      const answer = await uploadAll([[name, content]], parentId ? `?parent_id=${parentId}` : '');
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body.data.files[0];
    },

    async folder(name: string, parentId: string | null = null): Promise<FileEntry> {
      const answer = await client.post('/files/folders', { name, parent_id: parentId });
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body.data;
    },

    async names(parentId?: string): Promise<string[]> {
      const { body } = await client.get(`/files?limit=500${parentId ? `&parent_id=${parentId}` : ''}`);
      return body.data.entries.map(({ name }: FileEntry) => name);
    },

    content: (id: string, headers: Record<string, string> = {}) =>
      client.get(`/files/${id}/content`, headers),
    usage: async () => (await client.get('/files/usage')).body.data,
  };
}

export type FileClient = ReturnType<typeof createFileClient>;
