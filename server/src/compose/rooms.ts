import type { FastifyInstance } from 'fastify';
import { createRoomsFeature } from '../features/rooms/rooms.feature.ts';
import { createLiveSockets } from '../platform/live/live-sockets.ts';
import type { Ask } from './ask.ts';
import type { Collect } from './collect.ts';
import type { Files } from './files.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

/** Rooms, and the sockets that tell people at once. */
export function composeRooms(
  platform: Platform,
  people: People,
  ask: Ask,
  collect: Collect,
  { files }: Files,
) {
  const { db, kind, config, events, audit, logger } = platform;
  const live = createLiveSockets({
    authenticate: people.users.authenticate,
    events,
    logger,
    isPaced: config.rateLimit,
  });
  const rooms = createRoomsFeature({
    db,
    kind,
    live,
    users: people.users.service,
    notifications: people.notifications,
    connections: ask.connections.service,
    savedQueries: ask.workbench.savedQueries,
    executions: collect.tasks.executions,
    answers: ask.ask.answers,
    files: files.service,
    events,
    audit,
    logger,
  });
  files.service.addReader(rooms.messages.readsAttachment);
  return {
    live,
    rooms,
    register: (http: FastifyInstance): void => rooms.register(http),
    start(): void {
      live.start();
      rooms.start();
    },
    /** Posts what is being answered, then says goodbye to every client. */
    async stop(): Promise<void> {
      await rooms.stop();
      await live.stop();
    },
  };
}

export type Rooms = ReturnType<typeof composeRooms>;
