import type { FamilyOperations } from '../../platform/http/family.ts';
import type { FamilyHandlers } from '../../platform/http/family-routes.ts';

type Originals<T extends FamilyOperations> = { [K in keyof T & string as `${K}Original`]: T[K] };

/** The same operations below the prefix that the original served them at, `/instances/api/…`, which none shares. */
export function atOriginal<const T extends FamilyOperations>(prefix: string, operations: T): Originals<T> {
  const moved = Object.entries(operations).map(([name, operation]) => [
    `${name}Original`,
    { ...operation, path: `${prefix}${operation.path}` },
  ]);
  return Object.fromEntries(moved) as Originals<T>;
}

/** The handlers of operations for their original paths. */
export function forOriginals<T extends FamilyOperations>(
  handlers: FamilyHandlers<T>,
): FamilyHandlers<Originals<T>> {
  const named = Object.entries(handlers).map(([name, handler]) => [`${name}Original`, handler]);
  return Object.fromEntries(named) as FamilyHandlers<Originals<T>>;
}
