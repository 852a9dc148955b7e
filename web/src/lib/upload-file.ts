import { chunkBytes, type FileEntry, fileEndpoints, resumableAboveBytes } from '@sextant/contract/files';
import { call } from './api-client.ts';
import { sendBytes, upload } from './upload.ts';

interface Options {
  parentId: string | null;
  /** The id of a resumable upload that broke off: it goes on from what the server has. */
  begun?: string;
  onBegin?: (uploadId: string) => void;
  /** Bytes that have left. */
  onProgress?: (sent: number) => void;
  signal?: AbortSignal;
}

/** Puts a file into the own tree, a large one in pieces that can be gone on with. Throws ApiError. */
export async function uploadFile(file: File, options: Options): Promise<FileEntry> {
  if (file.size > resumableAboveBytes) return sendInChunks(file, options);
  const { files } = await upload(fileEndpoints.upload, [file], {
    query: { parent_id: options.parentId ?? undefined },
    onProgress: (share) => options.onProgress?.(share * file.size),
    signal: options.signal,
  });
  return files[0] as FileEntry;
}

async function sendInChunks(
  file: File,
  { parentId, begun, onBegin, onProgress, signal }: Options,
): Promise<FileEntry> {
  const state =
    begun === undefined
      ? await call(fileEndpoints.beginUpload, {
          body: { name: file.name, parent_id: parentId, size: file.size },
          signal,
        })
      : await call(fileEndpoints.getUpload, { params: { id: begun }, signal });
  const params = { id: state.id };
  onBegin?.(state.id);
  for (let offset = state.received; offset < file.size; ) {
    const chunk = file.slice(offset, offset + chunkBytes);
    const start = offset;
    const { received } = await sendBytes(fileEndpoints.sendChunk, chunk, {
      params,
      query: { offset },
      onProgress: (share) => onProgress?.(start + share * chunk.size),
      signal,
    });
    offset = received;
  }
  return call(fileEndpoints.finishUpload, { params, body: {}, signal });
}
