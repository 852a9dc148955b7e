import type { Catalog } from '@sextant/engines/catalog';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../platform/errors/app-error.ts';
import type { CatalogsRepository } from './catalogs.repository.ts';
import type { StoredConnection } from './stored-connection.ts';

const maxAgeMs = 60 * 60_000;

export interface LoadedCatalog {
  catalog: Catalog;
  loadedAt: string;
}

interface Flight {
  result: Promise<LoadedCatalog>;
  controller: AbortController;
  waiting: number;
}

/**
 * Catalogs in memory and in the metadata database, read from the connection when older than an hour or when
 * asked; however many ask at once, it is read once.
 */
export function createCatalogCache(deps: {
  catalogs: CatalogsRepository;
  load: (connection: StoredConnection, signal: AbortSignal) => Promise<Catalog>;
}) {
  const { catalogs, load } = deps;
  const memory = new LRUCache<string, LoadedCatalog>({ max: 50 });
  const flights = new Map<string, Flight>();

  async function known(connection: StoredConnection): Promise<LoadedCatalog | null> {
    const remembered = memory.get(connection.id);
    if (remembered) return isFresh(remembered.loadedAt, connection) ? remembered : null;
    const row = await catalogs.find(connection.id);
    if (!row || !isFresh(row.loaded_at, connection)) return null;
    const loaded = { catalog: JSON.parse(row.catalog) as Catalog, loadedAt: row.loaded_at };
    memory.set(connection.id, loaded);
    return loaded;
  }

  async function read(connection: StoredConnection, signal: AbortSignal): Promise<LoadedCatalog> {
    const loadedAt = new Date().toISOString();
    const loaded = { catalog: await load(connection, signal), loadedAt };
    memory.set(connection.id, loaded);
    await catalogs.save(connection.id, JSON.stringify(loaded.catalog), loadedAt);
    return loaded;
  }

  function takeOff(connection: StoredConnection): Flight {
    const controller = new AbortController();
    const flight: Flight = { controller, waiting: 0, result: read(connection, controller.signal) };
    const land = () => abandon(connection.id, flight);
    flight.result.then(land, land);
    flights.set(connection.id, flight);
    return flight;
  }

  function abandon(id: string, flight: Flight): void {
    if (flights.get(id) === flight) flights.delete(id);
    flight.controller.abort();
  }

  return {
    async get(
      connection: StoredConnection,
      { refresh = false, signal }: { refresh?: boolean; signal?: AbortSignal } = {},
    ): Promise<LoadedCatalog> {
      const found = refresh ? null : await known(connection);
      if (found) return found;
      const flight = flights.get(connection.id) ?? takeOff(connection);
      flight.waiting += 1;
      try {
        return await abortable(flight.result, signal);
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0) abandon(connection.id, flight);
      }
    },

    /** Forgets a catalog in this process. */
    forget(connectionId: string): void {
      memory.delete(connectionId);
      flights.delete(connectionId);
    },

    /** Forgets a catalog everywhere. */
    async remove(connectionId: string): Promise<void> {
      this.forget(connectionId);
      await catalogs.remove(connectionId);
    },
  };
}

function isFresh(loadedAt: string, connection: StoredConnection): boolean {
  return Date.now() - Date.parse(loadedAt) < maxAgeMs && loadedAt >= connection.updatedAt;
}

/** Waits for work until the signal aborts; the work itself goes on for others. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const aborted = Promise.withResolvers<never>();
  const abort = () =>
    aborted.reject(
      new AppError('CANCELLED', { zh: '已停止读取数据库结构', en: 'The catalog is not read on' }),
    );
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
