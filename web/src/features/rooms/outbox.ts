import type { NewMessage, RoomMessage } from '@sextant/contract/room-messages';
import { roomEndpoints } from '@sextant/contract/rooms';
import { useSyncExternalStore } from 'react';
import { call } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { uploadFile } from '../../lib/upload-file.ts';
import { roomFolder } from './room-folder.ts';

/** A message on its way. It is sent with its `clientId`, so sending again never makes a second one. */
export interface Outgoing {
  clientId: string;
  roomId: string;
  content: string;
  replyTo: RoomMessage | null;
  file: File | null;
  status: 'sending' | 'failed';
  error: unknown;
  /** Of the file, 0–1. */
  share: number;
  createdAt: string;
}

let outbox: readonly Outgoing[] = [];
const listeners = new Set<() => void>();
const delivered = new Set<(message: RoomMessage) => void>();
/** Files that are up although their message is not. */
const uploaded = new Map<string, string>();
const resumables = new Map<string, string>();
const stops = new Map<string, AbortController>();
/** What is sent to a room goes out one after the other, in the order in which it was written. */
const lines = new Map<string, Promise<void>>();

/** What this tab has on its way to a room; it goes on when the page is left. */
export function useOutgoing(roomId: string): readonly Outgoing[] {
  const all = useSyncExternalStore(subscribe, () => outbox);
  return all.filter((one) => one.roomId === roomId);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Calls back with each message as the server has taken it. */
export function onDelivered(listener: (message: RoomMessage) => void): () => void {
  delivered.add(listener);
  return () => delivered.delete(listener);
}

export function sendMessage(message: Pick<Outgoing, 'roomId' | 'content' | 'replyTo' | 'file'>): void {
  const one: Outgoing = {
    ...message,
    clientId: crypto.randomUUID(),
    status: 'sending',
    error: null,
    share: 0,
    createdAt: new Date().toISOString(),
  };
  tell([...outbox, one]);
  enqueue(one);
}

export function retryMessage(clientId: string): void {
  change(clientId, { status: 'sending', error: null });
  const one = find(clientId);
  if (one) enqueue(one);
}

/** Tries again what only a broken network has kept. */
export function retryUnsent(): void {
  for (const { clientId, status, error } of outbox) {
    if (status === 'failed' && error instanceof ApiError && error.code === 'NETWORK') retryMessage(clientId);
  }
}

export function dropMessage(clientId: string): void {
  stops.get(clientId)?.abort();
  forget(clientId);
}

/** A message came back from the room: it is not on its way any more. */
export function settleMessage({ client_id }: RoomMessage): void {
  if (client_id !== null && find(client_id) !== undefined) forget(client_id);
}

function forget(clientId: string): void {
  uploaded.delete(clientId);
  resumables.delete(clientId);
  tell(outbox.filter((one) => one.clientId !== clientId));
}

const find = (clientId: string) => outbox.find((one) => one.clientId === clientId);

function tell(next: readonly Outgoing[]): void {
  outbox = next;
  for (const listener of listeners) listener();
}

function change(clientId: string, part: Partial<Outgoing>): void {
  tell(outbox.map((one) => (one.clientId === clientId ? { ...one, ...part } : one)));
}

function enqueue({ roomId, clientId }: Outgoing): void {
  const before = lines.get(roomId) ?? Promise.resolve();
  lines.set(
    roomId,
    before.then(() => run(clientId)),
  );
}

async function run(clientId: string): Promise<void> {
  const one = find(clientId);
  if (one?.status !== 'sending') return;
  const stop = new AbortController();
  stops.set(clientId, stop);
  try {
    const body: NewMessage = { client_id: clientId, content: one.content, reply_to_id: one.replyTo?.id };
    if (one.file !== null) body.file_id = await fileIdOf(clientId, one.file, stop.signal);
    const { signal } = stop;
    const message = await call(roomEndpoints.send, { params: { id: one.roomId }, body, signal });
    for (const listener of delivered) listener(message);
    forget(clientId);
  } catch (error) {
    change(clientId, { status: 'failed', error });
  } finally {
    stops.delete(clientId);
  }
}

async function fileIdOf(clientId: string, file: File, signal: AbortSignal): Promise<string> {
  const known = uploaded.get(clientId);
  if (known !== undefined) return known;
  const { id } = await uploadFile(file, {
    parentId: await roomFolder(),
    begun: resumables.get(clientId),
    onBegin: (uploadId) => resumables.set(clientId, uploadId),
    onProgress: (sent) => change(clientId, { share: file.size === 0 ? 1 : sent / file.size }),
    signal,
  });
  uploaded.set(clientId, id);
  return id;
}
