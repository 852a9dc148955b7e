import { type Environment, environmentSchema } from '@sextant/contract/instances';
import { type InstanceView, mainVersion } from './instance-view.ts';

function counts<K>(keys: readonly K[]): { key: K; count: number }[] {
  const found = new Map<string, { key: K; count: number }>();
  for (const key of keys) {
    const name = JSON.stringify(key);
    const known = found.get(name) ?? { key, count: 0 };
    known.count += 1;
    found.set(name, known);
  }
  return [...found.values()].sort((left, right) => right.count - left.count);
}

/** How many instances there are, by what people ask about. */
export function countInstances(views: readonly InstanceView[]) {
  const health = (wanted: string) => views.filter(({ notes }) => notes.health === wanted).length;
  const versions = views.flatMap(({ connection, notes }) => {
    const version = mainVersion(notes.version);
    return version === null ? [] : [{ driver: connection.engine.id, version }];
  });
  return {
    total: views.length,
    active: views.filter(({ notes }) => notes.is_active === 1).length,
    by_health: { up: health('up'), down: health('down'), unknown: health('unknown') },
    by_driver: counts(views.map(({ connection }) => connection.engine.id)).map(({ key, count }) => ({
      driver: key,
      count,
    })),
    by_environment: counts(
      views.map(({ notes }): Environment | null => environmentSchema.nullable().parse(notes.environment)),
    ).map(({ key, count }) => ({ environment: key, count })),
    by_version: counts(versions).map(({ key, count }) => ({ ...key, count })),
    by_port: counts(views.flatMap(({ connection }) => connection.settings.port ?? [])).map(
      ({ key, count }) => ({ port: key, count }),
    ),
  };
}
