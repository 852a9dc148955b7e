import type { FastifyInstance } from 'fastify';
import { createGoldenRunsFeature } from '../features/golden-runs/golden-runs.feature.ts';
import type { Ask } from './ask.ts';
import type { Collect } from './collect.ts';
import type { People } from './people.ts';
import type { Platform } from './platform.ts';

const settleMs = 3_000;

/** Runs of golden questions, which stand on asking and on executions. */
export function composeGolden(
  platform: Platform,
  { users, notifications }: People,
  ask: Ask,
  { jobs }: Collect,
) {
  const { db, config, events, audit, logger } = platform;
  const golden = createGoldenRunsFeature({
    db,
    questions: ask.knowledge.goldenQuestions,
    askOnce: ask.ask.askOnce,
    queries: ask.workbench.service,
    connections: ask.connections.service,
    models: ask.models,
    principalOf: users.owners.principalOf,
    jobs,
    events,
    notify: notifications.notify,
    audit,
    logger,
    settleMs,
  });
  return {
    register: (http: FastifyInstance): void => golden.register(http),
    start(): void {
      if (config.role !== 'web') golden.start();
    },
    stop: (): Promise<void> => golden.stop(),
  };
}
