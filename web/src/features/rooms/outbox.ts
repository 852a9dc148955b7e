import type { NewMessage, RoomMessage } from '@sextant/contract/room-messages';
import { roomEndpoints } from '@sextant/contract/rooms';
import { useEffect, useSyncExternalStore } from 'react';
import { call } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { onSignOut } from '../../lib/session.ts';
import { uploadFile } from '../../lib/upload-file.ts';
import { forgetMessage, type KeptMessage, keepMessage, keptMessages } from './outbox-store.ts';
import { roomFolder } from './room-folder.ts';

/**
 * A message on its way. It is sent with its `clientId`, so sending again never makes a second one. It waits while the
 * server cannot be reached, and has failed when the server refused it.
 */
export interface Outgoing extends KeptMessage {
  status: 'sending' | 'waiting' | 'failed';
  error: unknown;
  /** Of the file, 0–1. */
  share: number;
}

const shortestPause = 1_000;
const longestPause = 30_000;

let outbox: readonly Outgoing[] = [];
/** Whose messages these are. */
let owner: string | null = null;
let lastWrittenAt = 0;
let pause = shortestPause;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();
const delivered = new Set<(message: RoomMessage) => void>();
/** Files that are up although their message is not. */
const uploaded = new Map<string, string>();
const resumables = new Map<string, string>();
const stops = new Map<string, AbortController>();
/** Rooms whose messages go out now, one after the other in the order in which they were written. */
const busyRooms = new Set<string>();

/** What this person has on its way to a room; it goes on when the page is left, and after a reload. */
export function useOutgoing(roomId: string, userId: string): readonly Outgoing[] {
  const all = useSyncExternalStore(subscribe, () => outbox);
  useEffect(() => {
    if (userId !== '') void openOutbox(userId);
  }, [userId]);
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

async function openOutbox(userId: string): Promise<void> {
  if (owner === userId) return;
  owner = userId;
  const kept = (await keptMessages(userId)).filter(({ clientId }) => find(clientId) === undefined);
  if (owner !== userId) return;
  tell([...kept.map(onItsWay), ...outbox]);
  sendWaiting();
}

const onItsWay = (kept: KeptMessage): Outgoing => ({ ...kept, status: 'waiting', error: null, share: 0 });

export function sendMessage(
  message: Pick<Outgoing, 'userId' | 'roomId' | 'content' | 'replyTo' | 'file'>,
): void {
  lastWrittenAt = Math.max(Date.now(), lastWrittenAt + 1);
  const kept = { ...message, clientId: crypto.randomUUID(), writtenAt: lastWrittenAt };
  tell([...outbox, { ...onItsWay(kept), status: 'sending' }]);
  void keepMessage(kept);
  void sendAll(message.roomId);
}

export function retryMessage(clientId: string): void {
  change(clientId, { status: 'waiting', error: null });
  sendWaiting();
}

/** Sends what waits for the server; called whenever it may be there again. */
export function sendWaiting(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const waiting = outbox.filter(({ status }) => status === 'waiting');
  for (const roomId of new Set(waiting.map((one) => one.roomId))) void sendAll(roomId);
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
  void forgetMessage(clientId);
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

/** Sends what a room is to get, in order; stops when the server cannot be reached, so that nothing overtakes. */
async function sendAll(roomId: string): Promise<void> {
  if (busyRooms.has(roomId)) return;
  busyRooms.add(roomId);
  try {
    for (;;) {
      const next = outbox.find((one) => one.roomId === roomId && one.status !== 'failed');
      if (next === undefined) return;
      change(next.clientId, { status: 'sending', error: null });
      const error = await attempt(next);
      if (error !== null && isTransient(error)) return sendLater(roomId, error);
      if (error !== null) change(next.clientId, { status: 'failed', error });
      else pause = shortestPause;
    }
  } finally {
    busyRooms.delete(roomId);
  }
}

function sendLater(roomId: string, error: unknown): void {
  tell(
    outbox.map((one) =>
      one.roomId === roomId && one.status !== 'failed' ? { ...one, status: 'waiting', error } : one,
    ),
  );
  timer ??= setTimeout(sendWaiting, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, longestPause);
}

/** Whether the same message may go through a moment later. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'NETWORK' || error.code === 'RATE_LIMITED' || [502, 503, 504].includes(error.status);
}

/** Gives what kept a message from being sent; null when it is with the server. */
async function attempt({ clientId, roomId, content, replyTo, file }: Outgoing): Promise<unknown> {
  const stop = new AbortController();
  stops.set(clientId, stop);
  try {
    const body: NewMessage = { client_id: clientId, content, reply_to_id: replyTo?.id };
    if (file !== null) body.file_id = await fileIdOf(clientId, file, stop.signal);
    const message = await call(roomEndpoints.send, { params: { id: roomId }, body, signal: stop.signal });
    for (const listener of delivered) listener(message);
    forget(clientId);
    return null;
  } catch (error) {
    return error;
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

window.addEventListener('online', sendWaiting);
onSignOut(() => {
  owner = null;
  tell([]);
});
