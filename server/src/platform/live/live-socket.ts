import type { WebSocket } from '@fastify/websocket';
import { liveCloseCodes } from '@sextant/contract/live';
import type { Principal } from '../auth/principal.ts';
import { createFramePump } from './frame-pump.ts';

/** What waits for one client before it is dropped; frames are shared, so many slow ones cost little more than one. */
const mostBufferedBytes = 2 * 1024 * 1024;
const pace = { perSecond: 30, burst: 60 };

/** One client's connection. */
export interface LiveSocket {
  /** Who it belongs to, once the token was checked. */
  principal(): Principal | null;
  send(data: string | Buffer): void;
  close(code: number, reason: string): void;
}

/** A connection with its limits: paced reading, no endless buffer, and a heartbeat that ends silent ones. */
export function createLiveSocket(
  ws: WebSocket,
  deps: {
    principal: () => Principal | null;
    receive: (text: string) => Promise<void>;
    isPaced: boolean;
    onClose: () => void;
  },
) {
  let isAlive = true;
  const pump = createFramePump({
    handle: deps.receive,
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    ...(deps.isPaced ? pace : { perSecond: Number.POSITIVE_INFINITY, burst: 1 }),
  });
  ws.on('message', (data, isBinary) => {
    isAlive = true;
    if (isBinary) ws.close(1003, 'text frames only');
    else pump.push(data.toString());
  });
  ws.on('pong', () => {
    isAlive = true;
  });
  ws.on('close', () => {
    pump.stop();
    deps.onClose();
  });

  const socket: LiveSocket = {
    principal: deps.principal,
    send(data) {
      if (ws.readyState !== ws.OPEN) return;
      ws.send(data, { binary: false });
      // A close frame would wait behind what the client does not read.
      if (ws.bufferedAmount > mostBufferedBytes) ws.terminate();
    },
    close(code, reason) {
      ws.close(code, reason);
    },
  };
  return {
    socket,
    /** Asks for a sign of life; ends the connection when the last question went unanswered. */
    beat(): void {
      if (!isAlive) ws.terminate();
      else if (ws.readyState === ws.OPEN) ws.ping();
      isAlive = false;
    },
    end(): void {
      ws.close(1001, 'the server stops');
    },
    terminate: (): void => ws.terminate(),
    refuse: (reason: string): void => ws.close(liveCloseCodes.signIn, reason),
  };
}

export type HeldSocket = ReturnType<typeof createLiveSocket>;
