import { setTimeout as sleep } from 'node:timers/promises';
import { type PreparedCatalog, prepareCatalog } from '@sextant/ask/catalog-index';
import { collectValues } from '@sextant/ask/collect-values';
import { createValueIndex, type ValueIndex } from '@sextant/ask/value-index';
import type { Catalog } from '@sextant/engines/catalog';
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { Logger } from '../../platform/log/logger.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { GlossaryInUse, GlossaryService } from '../knowledge/glossary.service.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
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
  prepared: PreparedCatalog;
  values: ValueIndex | null;
  collecting: Promise<void>;
  stop: AbortController;
}

const maxConnections = 30;
/** How long reading the values of one connection may take. */
const connectionMs = 60_000;

/**
 * Prepared catalogs and value indexes, one per connection in use. Values are read in the background, so a first
 * question may have to do without some of them; a changed connection or a new catalog starts over.
 */
export function createKnowledge(deps: {
  connections: ConnectionsService;
  relationships: Pick<RelationshipsService, 'complete'>;
  glossary: Pick<GlossaryService, 'inUse'>;
  events: EventBus;
  logger: Logger;
}) {
  const { connections, relationships, events, logger } = deps;
  const entries = new LRUCache<string, Entry>({
    max: maxConnections,
    dispose: (entry) => entry.stop.abort(),
  });
  const end = events.subscribe('connection.changed', ({ connectionId }) => {
    entries.delete(connectionId);
  });

  async function collect(connection: StoredConnection, entry: Entry): Promise<void> {
    const signal = AbortSignal.any([entry.stop.signal, AbortSignal.timeout(connectionMs)]);
    const database = await connections.database(connection);
    const { dialect } = connection.engine;
    const read = createValueReader({ database, dialect, catalog: entry.catalog, signal });
    entry.values = await collectValues(entry.catalog, read);
  }

  function open(
    connection: StoredConnection,
    catalog: Catalog,
    glossary: GlossaryInUse,
    loadedAt: string,
  ): Entry {
    const entry: Entry = {
      loadedAt,
      glossary,
      catalog,
      prepared: prepareCatalog(catalog, { glossary: glossary.terms }),
      values: null,
      collecting: Promise.resolve(),
      stop: new AbortController(),
    };
    entries.set(connection.id, entry);
    entry.collecting = collect(connection, entry).catch((error: unknown) => {
      logger.warn({ module: 'ask', connection: connection.id, err: error }, 'values could not be read');
    });
    return entry;
  }

  /** Other relationships between the same tables, or other terms for them, leave their values as they are. */
  function relink(entry: Entry, catalog: Catalog, glossary: GlossaryInUse): void {
    entry.catalog = catalog;
    entry.glossary = glossary;
    entry.prepared = prepareCatalog(catalog, { glossary: glossary.terms });
  }

  return {
    /**
     * What is known of a connection; rejects as `ConnectionsService.catalog` does. Waits up to `waitMs` for
     * values that are still being read.
     */
    async get(
      connection: StoredConnection,
      { waitMs, signal }: { waitMs: number; signal?: AbortSignal },
    ): Promise<Knowledge> {
      const loaded = await connections.catalog(connection, { signal });
      const { loadedAt } = loaded;
      const catalog = await relationships.complete(connection, loaded.catalog);
      const glossary = await deps.glossary.inUse(connection.id);
      const known = entries.get(connection.id);
      const entry = known?.loadedAt === loadedAt ? known : open(connection, catalog, glossary, loadedAt);
      if (entry.catalog !== catalog || entry.glossary.signature !== glossary.signature)
        relink(entry, catalog, glossary);
      if (entry.values === null && waitMs > 0) {
        const wait = new AbortController();
        const signals = signal ? [signal, wait.signal] : [wait.signal];
        const late = sleep(waitMs, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
        await Promise.race([entry.collecting, late]);
        wait.abort();
        signal?.throwIfAborted();
      }
      return {
        catalog: entry.catalog,
        prepared: entry.prepared,
        values: entry.values ?? createValueIndex(),
        terms: entry.glossary.terms,
      };
    },

    stop(): void {
      end();
      entries.clear();
    },
  };
}

export type KnowledgeService = ReturnType<typeof createKnowledge>;
