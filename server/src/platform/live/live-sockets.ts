import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from '@fastify/websocket';
import { liveCloseCodes, type ServerFrame } from '@sextant/contract/live';
import { createDecoder } from 'fast-jwt';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../auth/principal.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { Authenticate } from '../http/access.ts';
import type { Logger } from '../log/logger.ts';
import { tokenOf } from './handshake.ts';
import { createLiveSocket, type HeldSocket, type LiveSocket } from './live-socket.ts';

const signInMs = 10_000;
const beatMs = 30_000;
const checkMs = 60_000;
const graceMs = 1_000;
const longestTimerMs = 2 ** 31 - 1;
const mostPerUser = 50;

/** How frames look on one kind of socket. */
export interface LiveDialect {
  /** Null for a frame that this kind of socket is not told. */
  encode: (frame: ServerFrame) => string | null;
}

/** What a kind of socket speaks, and what one connection of it wants to hear. */
export interface LiveConnection {
  /** Shared by all sockets of its kind: a frame is encoded once for all of them. */
  dialect: LiveDialect;
  /** Whether this connection is told of the frame; of all when absent. */
  accepts?: (frame: ServerFrame) => boolean;
  /** Called once, when the client is known. */
  greet: (principal: Principal, socket: LiveSocket) => Promise<void>;
  /** Called for each frame, in order, one at a time. */
  receive: (text: string, principal: Principal, socket: LiveSocket) => Promise<void>;
}

interface Member {
  held: HeldSocket;
  connection: LiveConnection;
  authorization: string;
  principal: Principal;
  expiry: NodeJS.Timeout | null;
}

/**
 * The WebSockets of this process by user. A token is checked when the connection begins, again each minute and
 * whenever its sign-in or user changes; when it is no longer good the socket is closed.
 */
export function createLiveSockets(deps: {
  authenticate: Authenticate;
  events: EventBus;
  logger: Logger;
  isPaced: boolean;
}) {
  const { authenticate, events, logger, isPaced } = deps;
  const byUser = new Map<string, Set<Member>>();
  const held = new Set<HeldSocket>();
  const members = () => [...byUser.values()].flatMap((set) => [...set]);

  function forget(member: Member): void {
    if (member.expiry) clearTimeout(member.expiry);
    const others = byUser.get(member.principal.userId);
    others?.delete(member);
    if (others?.size === 0) byUser.delete(member.principal.userId);
  }

  function dismiss(member: Member, reason: string): void {
    forget(member);
    member.held.refuse(reason);
  }

  /** Closes the socket when its token is no longer good; a store that cannot be asked closes nothing. */
  async function check(member: Member): Promise<void> {
    try {
      const principal = await authenticate(member.authorization);
      if (principal === null) dismiss(member, 'signed out');
      else member.principal = principal;
    } catch (error) {
      if ((error as { code?: string }).code === 'UNAUTHORIZED') dismiss(member, 'signed out');
      else logger.warn({ module: 'live', err: error }, 'a sign-in could not be checked');
    }
  }

  async function checkThose(concerned: (principal: Principal) => boolean): Promise<void> {
    for (const member of members()) if (concerned(member.principal)) await check(member);
  }

  async function admit(
    authorization: string,
    own: HeldSocket,
    connection: LiveConnection,
  ): Promise<Member | null> {
    const principal = await authenticate(authorization).catch(() => null);
    if (principal === null) {
      own.refuse('sign in first');
      return null;
    }
    if (!principal.permissions.has('view')) {
      own.refuse('the permission "view" is needed');
      return null;
    }
    const others = byUser.get(principal.userId) ?? new Set<Member>();
    if (others.size >= mostPerUser) {
      own.socket.close(liveCloseCodes.tooMany, `at most ${mostPerUser} connections of one user`);
      return null;
    }
    const member: Member = { held: own, connection, authorization, principal, expiry: null };
    const endsIn = millisecondsLeft(authorization);
    if (endsIn !== null) {
      member.expiry = setTimeout(() => void check(member), Math.min(endsIn + 1, longestTimerMs)).unref();
    }
    byUser.set(principal.userId, others.add(member));
    return member;
  }

  function accept(ws: WebSocket, request: FastifyRequest, connection: LiveConnection): void {
    let member: Member | null = null;
    let isGone = false;
    const signInTimer = setTimeout(() => own.refuse('no sign-in within 10 seconds'), signInMs).unref();

    async function signIn(token: string): Promise<void> {
      clearTimeout(signInTimer);
      member = await admit(`Bearer ${token}`, own, connection);
      if (member === null) return;
      if (isGone) return forget(member);
      await connection.greet(member.principal, own.socket);
    }

    const own = createLiveSocket(ws, {
      principal: () => member?.principal ?? null,
      isPaced,
      async receive(text) {
        try {
          await handshakeDone;
          if (member) await connection.receive(text, member.principal, own.socket);
          else if (!isGone) await signIn(tokenOfFrame(text) ?? '');
        } catch (error) {
          logger.error({ module: 'live', err: error }, 'a frame could not be handled');
        }
      },
      onClose() {
        isGone = true;
        clearTimeout(signInTimer);
        held.delete(own);
        if (member) forget(member);
      },
    });
    held.add(own);
    const token = tokenOf(request);
    const handshakeDone =
      token === null
        ? Promise.resolve()
        : signIn(token).catch((error: unknown) => {
            logger.error({ module: 'live', err: error }, 'a connection could not begin');
            own.socket.close(1011, 'the server failed');
          });
  }

  const everyBeat = () => {
    for (const one of held) one.beat();
  };
  let timers: NodeJS.Timeout[] = [];
  const unsubscribe = [
    events.subscribe('session.revoked', ({ sessionId }) => {
      void checkThose((principal) => principal.sessionId === sessionId);
    }),
    events.subscribe('user.changed', ({ userId }) => {
      void checkThose((principal) => principal.userId === userId);
    }),
  ];

  return {
    accept,
    isConnected: (userId: string): boolean => byUser.has(userId),
    count: (): number => held.size,

    /** Sends a frame to every socket of these users in this process. */
    send(userIds: Iterable<string>, frame: ServerFrame): void {
      const encoded = new Map<LiveDialect, Buffer | null>();
      for (const userId of userIds) {
        for (const { held: one, connection } of byUser.get(userId) ?? []) {
          if (connection.accepts && !connection.accepts(frame)) continue;
          const { dialect } = connection;
          if (!encoded.has(dialect)) {
            const text = dialect.encode(frame);
            encoded.set(dialect, text === null ? null : Buffer.from(text));
          }
          const data = encoded.get(dialect);
          if (data) one.socket.send(data);
        }
      }
    },

    start(): void {
      timers = [
        setInterval(everyBeat, beatMs).unref(),
        setInterval(() => void checkThose(() => true), checkMs).unref(),
      ];
    },

    /** Tells every client that the server stops, then ends what does not hang up. */
    async stop(): Promise<void> {
      for (const timer of timers) clearInterval(timer);
      for (const end of unsubscribe) end();
      for (const one of held) one.end();
      const deadline = Date.now() + graceMs;
      while (held.size > 0 && Date.now() < deadline) await sleep(20);
      for (const one of held) one.terminate();
    },
  };
}

export type LiveSockets = ReturnType<typeof createLiveSockets>;

const decode = createDecoder();

/** How long a signed token is good; null for an API key, which the check each minute looks after. */
function millisecondsLeft(authorization: string): number | null {
  try {
    const { exp } = decode(authorization.replace(/^Bearer\s+/i, '')) as { exp?: number };
    return exp === undefined ? null : Math.max(0, exp * 1000 - Date.now());
  } catch {
    return null;
  }
}

function tokenOfFrame(text: string): string | null {
  try {
    const frame = JSON.parse(text) as { type?: unknown; token?: unknown } | null;
    return frame?.type === 'auth' && typeof frame.token === 'string' ? frame.token : null;
  } catch {
    return null;
  }
}
