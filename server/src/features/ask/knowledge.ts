import { setTimeout as sleep } from 'node:timers/promises';
import { type PreparedCatalog, prepareCatalogInSteps } from '@sextant/ask/catalog-index';
import { createValueIndex, type ValueIndex } from '@sextant/ask/value-index';
import type { ValueIndexState } from '@sextant/contract/value-index';
import type { Catalog } from '@sextant/engines/catalog';
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { GlossaryInUse, GlossaryService } from '../knowledge/glossary.service.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
import { inSlices } from './in-slices.ts';
import type { TableValuesRepository } from './table-values.repository.ts';
import { createValueCollection, type ValueCollection } from './value-collection.ts';
import { createValueReader } from './value-reader.ts';

/** What understanding a question needs to know of a connection. */
export interface Knowledge {
  catalog: Catalog;
  prepared: PreparedCatalog;
  /** Empty while the values are still being read. */
  values: ValueIndex;
  terms: GlossaryInUse['terms'];
}

interface Entry {
  loadedAt: string;
  glossary: GlossaryInUse;
  catalog: Catalog;
  prepared: Promise<PreparedCatalog>;
  collection: ValueCollection;
  values: ValueIndex;
  /** Values kept on disk are taken up. */
  restored: Promise<void>;
  collecting: Promise<void>;
  stop: AbortController;
}

const maxConnections = 30;

/**
 * Prepared catalogs and value indexes, one per connection in use. Values are read in the background and kept on disk;
 * a new catalog reads those of changed tables only.
 */
export function createKnowledge(deps: {
  connections: ConnectionsService;
  relationships: Pick<RelationshipsService, 'complete'>;
  glossary: Pick<GlossaryService, 'inUse'>;
  tableValues: TableValuesRepository;
  events: EventBus;
  logger: Logger;
}) {
  const { connections, relationships, tableValues, events, logger } = deps;
  const entries = new LRUCache<string, Entry>({
    max: maxConnections,
    dispose: (entry) => entry.stop.abort(),
  });
  /** Since when the values of a connection are known to have changed, though its tables may look the same. */
  const oldBefore = new Map<string, string>();
  const markOld = (connectionId: string) => oldBefore.set(connectionId, new Date().toISOString());
  const ends = [
    events.subscribe('connection.changed', ({ connectionId }) => {
      markOld(connectionId);
      entries.delete(connectionId);
    }),
    events.subscribe('catalog.changed', ({ connectionId }) => void markOld(connectionId)),
  ];

  async function collect(connection: StoredConnection, entry: Entry): Promise<void> {
    const { collection, stop, catalog } = entry;
    await entry.restored;
    const database = await connections.database(connection);
    const { dialect } = connection.engine;
    const run = createValueReader({ database, dialect, catalog, signal: stop.signal });
    entry.values = await collection.read(run, stop.signal);
    collection.state.state = collection.state.stopped_by === null ? 'ready' : 'partial';
  }

  function open(
    connection: StoredConnection,
    catalog: Catalog,
    glossary: GlossaryInUse,
    loadedAt: string,
  ): Entry {
    const old = oldBefore.get(connection.id) ?? '';
    const entry: Entry = {
      loadedAt,
      glossary,
      catalog,
      prepared: prepare(catalog, glossary),
      collection: createValueCollection({ connection, catalog, tableValues, oldBefore: old }),
      values: createValueIndex(),
      restored: Promise.resolve(),
      collecting: Promise.resolve(),
      stop: new AbortController(),
    };
    entries.set(connection.id, entry);
    const { state } = entry.collection;
    const onError = (error: unknown) => {
      if (!entry.stop.signal.aborted) {
        logger.warn({ module: 'ask', connection: connection.id, err: error }, 'values could not be read');
      }
      state.state = 'failed';
    };
    entry.restored = entry.collection.restore().then((values) => {
      entry.values = values;
    }, onError);
    entry.collecting = collect(connection, entry)
      .catch(onError)
      .finally(() => {
        state.ended_at = new Date().toISOString();
      });
    return entry;
  }

  /** Other relationships between the same tables, or other terms for them, leave their values as they are. */
  function relink(entry: Entry, catalog: Catalog, glossary: GlossaryInUse): void {
    entry.catalog = catalog;
    entry.glossary = glossary;
    entry.prepared = prepare(catalog, glossary);
  }

  async function entryOf(connection: StoredConnection, signal: AbortSignal | undefined): Promise<Entry> {
    const loaded = await connections.catalog(connection, { signal });
    const { loadedAt } = loaded;
    const catalog = await relationships.complete(connection, loaded.catalog);
    const glossary = await deps.glossary.inUse(connection.id);
    const known = entries.get(connection.id);
    const entry = known?.loadedAt === loadedAt ? known : open(connection, catalog, glossary, loadedAt);
    if (entry.catalog !== catalog || entry.glossary.signature !== glossary.signature)
      relink(entry, catalog, glossary);
    return entry;
  }

  return {
    /**
     * What is known of a connection; rejects as `ConnectionsService.catalog` does. Waits up to `waitMs` for the values of
     * tables that have none yet.
     */
    async get(
      connection: StoredConnection,
      { waitMs, signal }: { waitMs: number; signal?: AbortSignal },
    ): Promise<Knowledge> {
      const entry = await entryOf(connection, signal);
      const prepared = await entry.prepared;
      await entry.restored;
      const { collection } = entry;
      if (waitMs > 0 && collection.state.state === 'reading' && collection.isIncomplete()) {
        const wait = new AbortController();
        const signals = signal ? [signal, wait.signal] : [wait.signal];
        const late = sleep(waitMs, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
        await Promise.race([entry.collecting, late]);
        wait.abort();
        signal?.throwIfAborted();
      }
      return {
        catalog: entry.catalog,
        prepared,
        values: entry.values,
        terms: entry.glossary.terms,
      };
    },

    /** How far the values of a connection are read; with `again` all of them are read anew. Rejects as `get` does. */
    async valueState(
      connection: StoredConnection,
      { again = false, signal }: { again?: boolean; signal?: AbortSignal },
    ): Promise<ValueIndexState> {
      if (again) {
        markOld(connection.id);
        entries.delete(connection.id);
      }
      const entry = await entryOf(connection, signal);
      await entry.restored;
      return { ...entry.collection.state };
    },

    stop(): void {
      for (const end of ends) end();
      entries.clear();
    },
  };
}

function prepare(catalog: Catalog, { terms }: GlossaryInUse): Promise<PreparedCatalog> {
  return inSlices(prepareCatalogInSteps(catalog, { glossary: terms }));
}

export type KnowledgeService = ReturnType<typeof createKnowledge>;
