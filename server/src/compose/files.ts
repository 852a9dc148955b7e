import { permissionsOfRole, roleSchema } from '@sextant/contract/permissions';
import type { FastifyInstance } from 'fastify';
import { createFilesFeature } from '../features/files/files.feature.ts';
import type { Principal } from '../platform/auth/principal.ts';
import { openStorage } from '../platform/storage/open-storage.ts';
import type { Ask } from './ask.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

/** The store of files and what people do with it. */
export async function composeFiles(platform: Platform, people: People, ask: Ask) {
  const { db, kind, config, events, egress, audit, logger, secrets } = platform;
  const { users, notifications } = people;
  const storage = await openStorage({ address: config.storage, dataDir: config.dataDir, egress });

  /** Who a user is now, for what was allowed to them before; null when they are gone or locked. */
  async function principalOf(userId: string): Promise<Principal | null> {
    const user = await users.service.get(userId).catch(() => null);
    if (!user || user.is_active === 0) return null;
    const role = roleSchema.parse(user.role);
    const { id, username } = user;
    return {
      userId: id,
      username,
      role,
      permissions: new Set(permissionsOfRole[role]),
      sessionId: null,
      family: 'v1',
    };
  }

  const files = await createFilesFeature({
    db,
    kind,
    storage,
    secrets,
    events,
    audit,
    logger,
    dataDir: config.dataDir,
    dataFiles: ask.dataFiles.service,
    notify: notifications.notify,
    userNames: users.service.usernames,
    principalOf,
  });
  return {
    files,
    register: (http: FastifyInstance): void => files.register(http),
    start: files.start,
    async stop(): Promise<void> {
      await files.stop();
      await storage.close();
    },
  };
}

export type Files = Awaited<ReturnType<typeof composeFiles>>;
