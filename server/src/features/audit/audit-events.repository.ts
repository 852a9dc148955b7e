import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type AuditRow = Selectable<Schema['audit_events']>;

export interface AuditCriteria {
  text?: string;
  actor?: string;
  actorId?: string;
  /** An action, or its first word for all of that object. */
  action?: string;
  objectType?: string;
  objectId?: string;
  from?: string;
  to?: string;
}

const searchedColumns = ['actor', 'action', 'object_type', 'object_id', 'details', 'before', 'after'];

/** Reads the audit trail. Nothing here changes it. */
export function createAuditEventsRepository(db: MetadataDatabase) {
  function events(criteria: AuditCriteria) {
    const { text, actor, actorId, action, objectType, objectId, from, to } = criteria;
    let query = db.selectFrom('audit_events');
    if (actor !== undefined) query = query.where('actor', '=', actor);
    if (actorId !== undefined) query = query.where('actor_id', '=', actorId);
    if (action?.includes('.')) query = query.where('action', '=', action);
    // A range in place of a pattern: all actions that begin with the word, by the index. `/` follows `.`.
    else if (action) query = query.where('action', '>=', `${action}.`).where('action', '<', `${action}/`);
    if (objectType !== undefined) query = query.where('object_type', '=', objectType);
    if (objectId !== undefined) query = query.where('object_id', '=', objectId);
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    if (text) query = query.where(holdsText(searchedColumns, text));
    return query;
  }

  return {
    /** A page in either order, with how many there are, for documents that page by number. */
    async page(criteria: AuditCriteria, order: 'asc' | 'desc', limit: number, offset: number) {
      const rows = await events(criteria)
        .selectAll()
        .orderBy('number', order)
        .limit(limit)
        .offset(offset)
        .execute();
      const { total } = await events(criteria)
        .select((event) => event.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    older(criteria: AuditCriteria, before: number | undefined, limit: number): Promise<AuditRow[]> {
      let query = events(criteria).selectAll();
      if (before !== undefined) query = query.where('number', '<', before);
      return query.orderBy('number', 'desc').limit(limit).execute();
    },

    newer(criteria: AuditCriteria, after: number, limit: number): Promise<AuditRow[]> {
      return events(criteria)
        .selectAll()
        .where('number', '>', after)
        .orderBy('number')
        .limit(limit)
        .execute();
    },

    async facets(): Promise<{ actions: string[]; objectTypes: string[] }> {
      const actions = await db
        .selectFrom('audit_events')
        .select(['action', 'object_type'])
        .distinct()
        .orderBy('action')
        .execute();
      return {
        actions: [...new Set(actions.map(({ action }) => action))],
        objectTypes: [...new Set(actions.map(({ object_type }) => object_type))].sort(),
      };
    },
  };
}

export type AuditEventsRepository = ReturnType<typeof createAuditEventsRepository>;
