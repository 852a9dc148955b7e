import type { ServerFrame } from '@sextant/contract/live';

type Frame<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

const patienceMs = 30_000;

/** A real WebSocket client of API v1 that keeps what it hears. */
export interface LiveClient {
  frames: ServerFrame[];
  /** Resolves with the code that the server closed with. */
  closed: Promise<number>;
  send(frame: object | string): void;
  /** The first frame of a type, heard already or within some seconds, that passes the test. */
  hear<T extends ServerFrame['type']>(type: T, test?: (frame: Frame<T>) => boolean): Promise<Frame<T>>;
  /** The texts of the room's messages in the order in which they came. */
  heardIn(roomId: string): string[];
  close(): void;
}

/** Connects with a token in the query; `url` is the server's address. Resolves when the server says it is ready. */
export async function connectLive(url: string, token: string): Promise<LiveClient> {
  const client = openLive(`${url}/api/v1/ws?token=${token}`);
  await client.hear('ready');
  return client;
}

/** Opens a WebSocket without waiting for anything. */
export function openLive(address: string, protocols: string[] = []): LiveClient {
  const socket = new WebSocket(address.replace(/^http/, 'ws'), protocols);
  const frames: ServerFrame[] = [];
  const listeners = new Set<() => void>();
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code));
  });
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve());
  });
  socket.addEventListener('message', ({ data }) => {
    frames.push(JSON.parse(String(data)) as ServerFrame);
    for (const listener of listeners) listener();
  });
  return {
    frames,
    closed,
    send(frame) {
      void opened.then(() => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)));
    },
    hear<T extends ServerFrame['type']>(type: T, test: (frame: Frame<T>) => boolean = () => true) {
      return new Promise<Frame<T>>((resolve, reject) => {
        const look = () => {
          const found = frames.find((frame) => frame.type === type && test(frame as Frame<T>));
          if (!found) return;
          done();
          resolve(found as Frame<T>);
        };
        const timer = setTimeout(() => {
          done();
          reject(new Error(`no frame "${type}" within ${patienceMs} ms; heard ${JSON.stringify(frames)}`));
        }, patienceMs);
        const done = () => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        listeners.add(look);
        look();
      });
    },
    heardIn: (roomId) =>
      frames.flatMap((frame) =>
        frame.type === 'room_change' && frame.room_id === roomId && frame.message.kind !== 'notice'
          ? [frame.message.content]
          : [],
      ),
    close: () => socket.close(),
  };
}
