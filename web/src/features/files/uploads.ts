import { fileEndpoints } from '@sextant/contract/files';
import { useSyncExternalStore } from 'react';
import { call } from '../../lib/api-client.ts';
import { queryClient } from '../../lib/query-client.ts';
import { uploadFile } from '../../lib/upload-file.ts';
import { filesKey } from './files-queries.ts';

/** A file on its way. `sent` counts bytes that have left; a broken-off one goes on from what the server has. */
export interface FileUploadState {
  key: number;
  file: File;
  parentId: string | null;
  sent: number;
  status: 'waiting' | 'sending' | 'done' | 'failed';
  error: unknown;
}

const atOnce = 2;

let uploads: readonly FileUploadState[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();
const resumables = new Map<number, string>();
const stops = new Map<number, AbortController>();

/** The uploads of this tab; they go on when the page is left. */
export function useUploads(): readonly FileUploadState[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

export function addUploads(files: readonly File[], parentId: string | null): void {
  const added = files.map((file) => ({
    key: nextKey++,
    file,
    parentId,
    sent: 0,
    status: 'waiting' as const,
    error: null,
  }));
  tell([...uploads, ...added]);
  startWaiting();
}

export function retryUpload(key: number): void {
  change(key, { status: 'waiting', error: null });
  startWaiting();
}

/** Stops an upload and forgets what the server has of it. */
export function dropUpload(key: number): void {
  stops.get(key)?.abort();
  const id = resumables.get(key);
  if (id !== undefined) void call(fileEndpoints.cancelUpload, { params: { id } }).catch(() => undefined);
  resumables.delete(key);
  tell(uploads.filter((one) => one.key !== key));
}

export function clearEndedUploads(): void {
  tell(uploads.filter(({ status }) => status !== 'done'));
}

function tell(next: readonly FileUploadState[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function change(key: number, part: Partial<FileUploadState>): void {
  tell(uploads.map((one) => (one.key === key ? { ...one, ...part } : one)));
}

function startWaiting(): void {
  const free = atOnce - uploads.filter(({ status }) => status === 'sending').length;
  for (const one of uploads.filter(({ status }) => status === 'waiting').slice(0, Math.max(0, free)))
    void run(one);
}

async function run({ key, file, parentId }: FileUploadState): Promise<void> {
  const stop = new AbortController();
  stops.set(key, stop);
  change(key, { status: 'sending' });
  try {
    await uploadFile(file, {
      parentId,
      begun: resumables.get(key),
      onBegin: (id) => resumables.set(key, id),
      onProgress: (sent) => change(key, { sent }),
      signal: stop.signal,
    });
    resumables.delete(key);
    change(key, { status: 'done', sent: file.size });
    void queryClient.invalidateQueries({ queryKey: filesKey });
  } catch (error) {
    change(key, { status: 'failed', error });
  } finally {
    stops.delete(key);
    startWaiting();
  }
}
