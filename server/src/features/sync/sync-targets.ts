import type { Environment } from '@sextant/contract/instances';
import { notFound } from '../../platform/errors/app-error.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';

/** Which instances a session is for; without a condition all that are active. */
export interface TargetFilter {
  /** A list, or one text with commas as a task's parameter has it; ids or numbers. */
  instances?: string | readonly string[];
  driver?: string;
  environment?: Environment;
  tag?: string;
}

/** What the instances feature knows that decides who is meant. */
export interface InstanceNotes {
  environment: string | null;
  isActive: boolean;
  tags: readonly string[];
}

export const instanceThing = { zh: '实例', en: 'Instance' };

/** Chooses the instances of a session among those that its user sees. */
export function createSyncTargets(deps: {
  visible: (userId: string) => Promise<StoredConnection[]>;
  notes: (ids: readonly string[]) => Promise<Map<string, InstanceNotes>>;
}) {
  return {
    visible: deps.visible,

    /** 404 names the first that is named and not visible. */
    async choose(visible: readonly StoredConnection[], filter: TargetFilter): Promise<StoredConnection[]> {
      const named = namesOf(filter.instances);
      const candidates = named ? named.map((name) => requireNamed(visible, name)) : visible;
      const notes = await deps.notes(candidates.map(({ id }) => id));
      return candidates.filter((instance) => {
        const { environment = null, isActive = true, tags = [] } = notes.get(instance.id) ?? {};
        return (
          (isActive || named !== null) &&
          (!filter.driver || instance.engine.id === filter.driver) &&
          (!filter.environment || environment === filter.environment) &&
          (!filter.tag || tags.includes(filter.tag))
        );
      });
    },
  };
}

export type SyncTargets = ReturnType<typeof createSyncTargets>;

function namesOf(instances: TargetFilter['instances']): string[] | null {
  if (instances === undefined || instances === '') return null;
  const names = typeof instances === 'string' ? instances.split(',') : instances;
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}

function requireNamed(visible: readonly StoredConnection[], name: string): StoredConnection {
  const found = visible.find(({ id, number }) => id === name || String(number) === name);
  if (!found) throw notFound(instanceThing, name);
  return found;
}
