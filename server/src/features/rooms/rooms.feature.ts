import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import type { MetadataDatabase, MetadataKind } from '../../platform/db/open-database.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { LiveSockets } from '../../platform/live/live-sockets.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { AnswerService } from '../ask/answer.service.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { FilesService } from '../files/files.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { ExecutionsService } from '../tasks/executions.service.ts';
import type { UsersService } from '../users/users.service.ts';
import type { SavedQueriesService } from '../workbench/saved-queries/saved-queries.service.ts';
import { createCards } from './cards.ts';
import { registerLiveRoutes } from './live.routes.ts';
import { createMembersService } from './members.service.ts';
import { createMentionNotices } from './mention-notices.ts';
import { createKindOfMessage } from './message-kind.ts';
import { createMessageView } from './message-view.ts';
import { createMessagesRepository } from './messages.repository.ts';
import { createMessagesService } from './messages.service.ts';
import { createRoomAnswers } from './room-answers.ts';
import { createRoomFeed } from './room-feed.ts';
import { createRoomMembership } from './room-membership.ts';
import { createRoomPeople } from './room-people.ts';
import { createRoomPosts } from './room-posts.ts';
import { createRoomSignals } from './room-signals.ts';
import { createRoomView } from './room-view.ts';
import { createRoomsRepository } from './rooms.repository.ts';
import { registerRoomRoutes } from './rooms.routes.ts';
import { createRoomsService } from './rooms.service.ts';

/** Longer than the answers that are stopped with the server take to say so. */
const drainMs = 6_000;

/** Rooms, their messages, and what the clients of this process are told at once, wired. */
export function createRoomsFeature(deps: {
  db: MetadataDatabase;
  kind: MetadataKind;
  live: LiveSockets;
  users: UsersService;
  notifications: NotificationsService;
  connections: ConnectionsService;
  savedQueries: SavedQueriesService;
  executions: ExecutionsService;
  answers: AnswerService;
  files: FilesService;
  events: EventBus;
  audit: Audit;
  logger: Logger;
}) {
  const { db, kind, live, notifications, connections, files, events, audit, logger } = deps;
  const rooms = createRoomsRepository(db);
  const messagesRepository = createMessagesRepository(db);
  const people = createRoomPeople({ users: deps.users, events });
  const messageView = createMessageView({ messages: messagesRepository, people });
  const posts = createRoomPosts({ messages: messagesRepository, events });
  const membership = createRoomMembership({ rooms, posts, events });
  const service = createRoomsService({
    rooms,
    people,
    membership,
    posts,
    view: createRoomView({ rooms, messages: messagesRepository, people }),
    connections,
    events,
    audit,
  });
  const members = createMembersService({ rooms, service, membership, people, events, audit });
  const answers = createRoomAnswers({ answers: deps.answers, posts, events, logger });
  const openCard = createCards({
    connections,
    savedQueries: deps.savedQueries,
    executions: deps.executions,
    files,
  });
  const messages = createMessagesService({
    service,
    rooms,
    messages: messagesRepository,
    people,
    posts,
    view: messageView,
    answers,
    openCard,
    mentions: createMentionNotices({ rooms, people, notifications }),
    kindOf: createKindOfMessage({ files, openCard }),
    notifications,
    events,
    audit,
  });
  const feed = createRoomFeed({
    rooms,
    messages: messagesRepository,
    view: messageView,
    live,
    events,
    logger,
    kind,
  });
  const signals = createRoomSignals({ rooms, notifications, live, events, logger });

  return {
    service,
    members,
    messages,
    /** Begins to tell a connected user's clients of their rooms. */
    watch: feed.watch,
    register(app: FastifyInstance): void {
      registerRoomRoutes(app, { rooms: service, members, messages });
      registerLiveRoutes(app, { live, feed, messages, notifications, logger });
    },
    start: feed.start,
    async stop(): Promise<void> {
      await answers.drain(drainMs);
      feed.stop();
      signals.stop();
    },
  };
}

export type RoomsFeature = ReturnType<typeof createRoomsFeature>;
