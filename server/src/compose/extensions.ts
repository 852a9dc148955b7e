import type { Role } from '@sextant/contract/permissions';
import type { FastifyInstance } from 'fastify';
import type { SaveFile } from '../features/extensions/extension-runner.ts';
import { createExtensionsFeature } from '../features/extensions/extensions.feature.ts';
import type { Collect } from './collect.ts';
import type { Files } from './files.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

const savedFolder = '/扩展';

/** Extensions, which run on the scripts' runtime and are recorded as executions. */
export function composeExtensions(
  platform: Platform,
  { users, notifications }: People,
  { jobs, tasks, scripts }: Collect,
  { files }: Files,
) {
  const { db, config, secrets, events, audit } = platform;
  const extensions = createExtensionsFeature({
    db,
    runtime: scripts.runtime,
    jobs,
    taskTypes: tasks.types,
    secrets,
    events,
    audit,
    notify: notifications.notify,
    dataDir: config.dataDir,
    saveFile: saveAmongFiles(files, users),
    async roleOf(userId) {
      const user = await users.service.get(userId).catch(() => null);
      return user && user.is_active === 1 ? (user.role as Role) : null;
    },
    userNames: users.service.usernames,
  });
  return {
    extensions,
    register: (http: FastifyInstance): void => extensions.register(http),
    close: extensions.close,
  };
}

export type Extensions = ReturnType<typeof composeExtensions>;

/** Keeps what extensions save among the files of the person who runs them, in a folder of its own. */
function saveAmongFiles({ service }: Files['files'], { owners }: People['users']): SaveFile {
  return async ({ userId, name, content }) => {
    const principal = await owners.principalOf(userId);
    if (principal === null) throw new Error('The person who runs this is gone');
    const parentId = await service.folderAt(principal, savedFolder, { create: true });
    const file = await service.saveFile(principal, { name, parentId, content });
    return { id: file.id, name: file.name, url: null };
  };
}
