import type { RoomMessage } from '@sextant/contract/room-messages';

/** A message that has not reached the server, as it outlives the page. */
export interface KeptMessage {
  clientId: string;
  userId: string;
  roomId: string;
  content: string;
  replyTo: RoomMessage | null;
  file: File | null;
  /** Milliseconds; no two of one tab are equal, so that the order stays. */
  writtenAt: number;
}

const databaseName = 'sextant-outbox';
const storeName = 'messages';
let opening: Promise<IDBDatabase> | null = null;

/** Keeps a message until it is forgotten. Where the browser keeps nothing, it lives as long as the page. */
export function keepMessage(message: KeptMessage): Promise<void> {
  return inStore('readwrite', (store) => store.put(message)).then(ignore, ignore);
}

export function forgetMessage(clientId: string): Promise<void> {
  return inStore('readwrite', (store) => store.delete(clientId)).then(ignore, ignore);
}

/** What a person left unsent in this browser, in the order in which it was written. */
export async function keptMessages(userId: string): Promise<KeptMessage[]> {
  const all = await inStore<KeptMessage[]>('readonly', (store) => store.getAll()).catch(() => []);
  return all.filter((one) => one.userId === userId).sort((a, b) => a.writtenAt - b.writtenAt);
}

const ignore = () => undefined;

async function inStore<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  opening ??= open();
  const database = await opening;
  return settled(work(database.transaction(storeName, mode).objectStore(storeName)));
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: 'clientId' });
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
