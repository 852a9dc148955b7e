import { afterAll, beforeAll, describe, test } from 'vitest';
import { tryCatalog } from './conformance/catalog.ts';
import type { ConformanceFixture, PreparedDatabase } from './conformance/fixture.ts';
import { tryInsight } from './conformance/insight.ts';
import { tryNetwork } from './conformance/network.ts';
import { tryReadOnly } from './conformance/read-only.ts';
import { tryRefusals } from './conformance/refusals.ts';
import { tryStopping } from './conformance/stopping.ts';
import { tryStreaming } from './conformance/streaming.ts';
import { type Trial, trialContext } from './conformance/trial.ts';
import { tryValues } from './conformance/values.ts';
import type { Database } from './engine.ts';
import { findEngine } from './registry.ts';

export type { ConformanceFixture, PreparedDatabase } from './conformance/fixture.ts';

const topics = [
  tryCatalog,
  tryValues,
  tryInsight,
  tryStreaming,
  tryStopping,
  tryNetwork,
  tryRefusals,
  tryReadOnly,
];

function engineOf(fixture: ConformanceFixture) {
  const engine = fixture.engine ?? findEngine(fixture.engineId);
  if (!engine) throw new Error(`No engine ${fixture.engineId}`);
  return engine;
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('The database is there only while tests run');
  return value;
}

/** The promises that every engine keeps, tried on a real server or file. */
export function describeEngine(fixture: ConformanceFixture): void {
  const engine = engineOf(fixture);
  let prepared: PreparedDatabase | null = null;
  let database: Database | null = null;
  let missing: string | null = null;

  const trial: Trial = {
    fixture,
    engine,
    prepared: () => present(prepared),
    database: () => present(database),
    open: (more = {}, change = {}) =>
      engine.open({ ...present(prepared).settings, ...change }, { ...trialContext, ...more }),
    spec: (name, run, timeoutMs) =>
      test(name, { timeout: timeoutMs }, async ({ skip }) => {
        if (missing) skip(missing);
        await run(skip);
      }),
  };

  describe(fixture.title ?? `the ${fixture.engineId} engine`, () => {
    beforeAll(async () => {
      const outcome = await fixture.prepare();
      if ('missing' in outcome) {
        missing = outcome.missing;
        return;
      }
      prepared = outcome;
      database = await trial.open();
    });
    afterAll(async () => {
      await database?.close();
      await prepared?.drop();
    });
    for (const tryTopic of topics) tryTopic(trial);
  });
}
