import type { FastifyInstance } from 'fastify';
import { createCapacityFeature } from '../features/capacity/capacity.feature.ts';
import { createInstancesFeature } from '../features/instances/instances.feature.ts';
import { createSyncFeature } from '../features/sync/sync.feature.ts';
import type { Ask } from './ask.ts';
import type { Collect } from './collect.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

const cleanEveryMs = 6 * 60 * 60_000;
const keepDays = { checks: 30, sessions: 180, capacity: 1100 };

/** Instances and the sessions that go from one to the next. */
export function composeGovern(platform: Platform, { users }: People, ask: Ask, collect: Collect) {
  const { db, config, events, audit, logger } = platform;
  const { connections, credentials } = ask;
  const dayOf = (time: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone: config.timezone }).format(time);
  const instances = createInstancesFeature({
    db,
    connections: connections.service,
    editor: connections.editor,
    events,
    audit,
    findCredential: ({ principal }, name) => credentials.service.findByName(principal, name),
    credentialNames: credentials.service.names,
    ownerNames: users.service.usernames,
  });
  const sync = createSyncFeature({
    db,
    jobs: collect.jobs,
    taskTypes: collect.tasks.types,
    visible: instances.service.visibleTo,
    notes: instances.service.notes,
    open: connections.service.openApart,
    audit,
    logger,
    dayOf,
  });
  const capacity = createCapacityFeature({ db, instances: instances.service, dayOf });
  sync.sessions.addInstanceWork(instances.checkWork);
  sync.sessions.addInstanceWork(capacity.work);
  let timer: NodeJS.Timeout | null = null;
  let cleaning: Promise<void> = Promise.resolve();

  async function clean(): Promise<void> {
    await instances.service.removeOldChecks(keepDays.checks);
    await sync.sessions.removeOld(keepDays.sessions);
    await capacity.service.removeOld(keepDays.capacity);
  }

  return {
    instances,
    sync,
    capacity,
    register(http: FastifyInstance): void {
      instances.register(http);
      sync.register(http);
      capacity.register(http);
    },
    /** From time to time removes what is older than it is kept. */
    start(): void {
      timer = setInterval(() => {
        cleaning = clean().catch((error: unknown) =>
          logger.error({ module: 'instances', err: error }, 'old checks and sessions could not be removed'),
        );
      }, cleanEveryMs);
      timer.unref();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await cleaning;
    },
  };
}

export type Govern = ReturnType<typeof composeGovern>;
