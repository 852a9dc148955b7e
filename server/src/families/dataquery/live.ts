import type { ServerFrame } from '@sextant/contract/live';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { RoomsFeature } from '../../features/rooms/rooms.feature.ts';
import { AppError, forbidden } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { parseInput } from '../../platform/http/validation.ts';
import type { LiveSocket } from '../../platform/live/live-socket.ts';
import type { LiveDialect, LiveSockets } from '../../platform/live/live-sockets.ts';
import { addLiveRoute } from '../../platform/live/serve-live.ts';
import type { Logger } from '../../platform/log/logger.ts';
import { presentTime } from '../document-time.ts';
import { chatParamsSchema, presentMessage, sentMessageSchema, type ToMessageInput } from './chats.ts';
import { codeOf, dataquerySpeaker } from './envelope.ts';

const tokenQuerySchema = z.object({
  token: z.string().optional().describe('JWT 令牌；也可在首帧 {"type":"auth","token":…} 给出'),
});

export const liveOperations = defineOperations({
  chat: {
    method: 'GET',
    path: '/api/ws/chat/{chat_id}',
    access: 'public',
    summary: '聊天 WebSocket；收发 {type: "message", data: {content, message_type}}，另有 typing、ping',
    params: chatParamsSchema,
    query: tokenQuerySchema,
  },
  notifications: {
    method: 'GET',
    path: '/api/ws/notifications',
    access: 'public',
    summary: '系统通知 WebSocket；type 为 extension_status、file_upload、task_complete 等',
    query: tokenQuerySchema,
  },
});

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), data: sentMessageSchema }),
  z.object({ type: z.literal('typing') }),
  z.object({ type: z.literal('ping') }),
]);

/** Told to the client before its connection is closed for good. */
const closedForReason = 4003;

/** dataquery: `/ws`, over the same sockets and rooms as API v1. */
export function registerLive(
  app: FastifyInstance,
  deps: {
    live: LiveSockets;
    rooms: RoomsFeature;
    toInput: ToMessageInput;
    logger: Logger;
  },
): void {
  const { live, rooms, toInput, logger } = deps;

  function tellError(socket: LiveSocket, error: unknown): void {
    if (!(error instanceof AppError))
      logger.error({ module: 'live', err: error }, 'a frame could not be handled');
    const known =
      error instanceof AppError
        ? error
        : new AppError('INTERNAL_ERROR', { zh: '服务器出错', en: 'The server failed' });
    socket.send(JSON.stringify({ type: 'error', data: { detail: known.text.zh, code: codeOf(known) } }));
  }

  addLiveRoute(app, liveOperations.chat.path.replace('{chat_id}', ':chat_id'), (ws, request) => {
    const chatId = Number((request.params as { chat_id: string }).chat_id) || 0;
    let roomId = '';
    live.accept(ws, request, {
      dialect: { encode: (frame) => encodeChat(frame, chatId) },
      accepts: (frame) => 'room_id' in frame && frame.room_id === roomId,
      async greet(principal, socket) {
        try {
          roomId = (await rooms.service.joined(principal, String(chatId))).room.id;
          await rooms.watch(principal.userId);
        } catch (error) {
          tellError(socket, error);
          socket.close(closedForReason, 'not a member of the chat');
        }
      },
      async receive(text, principal, socket) {
        try {
          const frame = parseInput(frameSchema, readJson(text), dataquerySpeaker.language);
          if (frame.type === 'ping') return socket.send('{"type":"pong"}');
          if (!principal.permissions.has('create')) throw forbidden();
          if (frame.type === 'typing') return await rooms.messages.typing(principal, roomId);
          await rooms.messages.send(principal, roomId, await toInput(principal, frame.data));
        } catch (error) {
          tellError(socket, error);
        }
      },
    });
  });

  addLiveRoute(app, liveOperations.notifications.path, (ws, request) => {
    live.accept(ws, request, {
      dialect: notificationDialect,
      greet: async () => undefined,
      async receive(text, _principal, socket) {
        if (text.includes('ping')) socket.send('{"type":"pong"}');
      },
    });
  });
}

function encodeChat(frame: ServerFrame, chatId: number): string | null {
  if (frame.type === 'typing') return JSON.stringify({ type: 'typing', data: { name: frame.name } });
  if (frame.type === 'room_left')
    return JSON.stringify({ type: 'system', data: { content: '你已不在这个聊天中' } });
  if (frame.type !== 'room_change') return null;
  const { message } = frame;
  if (message.deleted_at !== null)
    return JSON.stringify({ type: 'message_deleted', data: { id: message.number } });
  const type = message.seq === message.changed_seq ? 'message' : 'message_updated';
  return JSON.stringify({ type, data: presentMessage(message, chatId) });
}

const notificationDialect: LiveDialect = {
  encode(frame) {
    if (frame.type !== 'notification') return null;
    const { number, kind, title, body, link, created_at } = frame.notification;
    const data = { id: number, title: title.zh, message: body.zh, link, created_at: presentTime(created_at) };
    return JSON.stringify({ type: kind, data });
  },
};

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('BAD_REQUEST', {
      zh: '每一帧须是一个 JSON 对象，例如 {"type":"message","data":{"content":"…"}}',
      en: 'Each frame must be a JSON object, such as {"type":"message","data":{"content":"…"}}',
    });
  }
}
