import { apiPrefix } from '@sextant/contract/endpoint';
import {
  type ClientFrame,
  clientFrameSchema,
  liveSocketPath,
  type ServerFrame,
} from '@sextant/contract/live';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, forbidden } from '../../platform/errors/app-error.ts';
import { parseInput } from '../../platform/http/validation.ts';
import { languageOfHandshake } from '../../platform/live/handshake.ts';
import type { LiveSocket } from '../../platform/live/live-socket.ts';
import type { LiveConnection, LiveDialect, LiveSockets } from '../../platform/live/live-sockets.ts';
import { addLiveRoute } from '../../platform/live/serve-live.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { MessagesService } from './messages.service.ts';
import type { RoomFeed } from './room-feed.ts';

type ReadFrame = z.output<typeof clientFrameSchema>;

const dialect: LiveDialect = { encode: (frame) => JSON.stringify(frame) };

const failure = {
  zh: '服务器出错，请稍后再试',
  en: 'The server failed; try again later',
};

/** API v1: the WebSocket that tells a tab of its rooms and notifications. */
export function registerLiveRoutes(
  app: FastifyInstance,
  deps: {
    live: LiveSockets;
    feed: RoomFeed;
    messages: MessagesService;
    notifications: NotificationsService;
    logger: Logger;
  },
): void {
  const { live, feed, messages, notifications, logger } = deps;

  async function greet(principal: Principal, socket: LiveSocket): Promise<void> {
    const rooms = await feed.watch(principal.userId);
    const unread = await notifications.unreadCount(principal.userId);
    sendFrame(socket, { type: 'ready', user_id: principal.userId, unread_notifications: unread, rooms });
  }

  async function act(frame: ReadFrame, principal: Principal): Promise<ServerFrame | null> {
    switch (frame.type) {
      case 'auth':
        return null;
      case 'ping':
        return { type: 'pong', ref: frame.ref ?? null };
      case 'message': {
        if (!principal.permissions.has('create')) throw forbidden();
        const { type, ref, room_id: roomId, ...input } = frame;
        return { type: 'sent', ref: ref ?? null, message: await messages.send(principal, roomId, input) };
      }
      case 'typing':
        await messages.typing(principal, frame.room_id);
        return null;
      case 'read':
        await messages.read(principal, frame.room_id, frame.seq);
        return null;
    }
  }

  addLiveRoute(app, apiPrefix + liveSocketPath, (ws, request) => {
    const language = languageOfHandshake(request);
    const connection: LiveConnection = {
      dialect,
      greet,
      async receive(text, principal, socket) {
        let ref: string | null = null;
        try {
          const raw = readJson(text);
          ref = typeof raw.ref === 'string' ? raw.ref : null;
          const reply = await act(parseInput(clientFrameSchema, raw, language), principal);
          if (reply) sendFrame(socket, reply);
        } catch (error) {
          const known = error instanceof AppError ? error : null;
          if (!known) logger.error({ module: 'live', err: error }, 'a frame could not be handled');
          const code = known?.code ?? 'INTERNAL_ERROR';
          const message = known ? withReasons(known) : failure;
          sendFrame(socket, { type: 'error', ref, code, message });
        }
      },
    };
    live.accept(ws, request, connection);
  });
}

function sendFrame(socket: LiveSocket, frame: ServerFrame): void {
  socket.send(JSON.stringify(frame));
}

function readJson(text: string): Partial<Record<keyof ClientFrame | 'ref', unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Answered below.
  }
  throw new AppError('BAD_REQUEST', {
    zh: '每一帧须是一个 JSON 对象，例如 {"type":"ping"}',
    en: 'Each frame must be a JSON object, such as {"type":"ping"}',
  });
}

/** The message of an error with what is wrong in each field, for a frame has no place for details. */
function withReasons({ text, details }: AppError): AppError['text'] {
  const fields = (details.fields ?? {}) as Record<string, string[]>;
  const reasons = Object.values(fields).flat().join('; ');
  return reasons === '' ? text : { zh: `${text.zh}：${reasons}`, en: `${text.en}: ${reasons}` };
}
