import type { GlossaryEntry } from '@sextant/ask/interpretation';
import type { Term } from '@sextant/contract/knowledge';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { type AppError, conflict, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import {
  type GlossaryRepository,
  type TermFilter,
  type TermRow,
  type TermValues,
  valuesOfTerm,
} from './glossary.repository.ts';
import { canExplain, requireExplainer } from './knowledge.policy.ts';

const thing = { zh: '术语', en: 'Term' };

/** A term that holds for a connection, with a mark that changes when any of them does. */
export interface GlossaryInUse {
  terms: (GlossaryEntry & { description: string })[];
  signature: string;
}

/** The glossary: everybody who uses a connection reads it, only who may explain the connection changes it. */
export function createGlossaryService(deps: {
  glossary: GlossaryRepository;
  connections: Pick<ConnectionsService, 'get' | 'list'>;
  events: EventBus;
  audit: Audit;
}) {
  const { glossary, connections, events, audit } = deps;

  async function scopeOf(
    principal: Principal,
    connectionId: string | null,
  ): Promise<StoredConnection | null> {
    return connectionId === null ? null : connections.get(principal, connectionId);
  }

  /** 404 for what is not there or belongs to a connection that the principal does not see. */
  async function findForChange(principal: Principal, id: string) {
    const row = await glossary.find(id);
    if (!row) throw notFound(thing, id);
    const connection = await scopeOf(principal, row.connection_id);
    requireExplainer(principal, connection);
    return { row, connection };
  }

  async function changed(
    principal: Principal,
    action: string,
    row: TermRow,
    before?: TermRow,
  ): Promise<void> {
    await events.publish('glossary.changed', { connectionId: row.connection_id });
    await audit.record(principal, {
      action,
      objectType: 'glossary_term',
      objectId: row.id,
      details: { term: row.term, connection_id: row.connection_id },
      ...(before && { before: { ...valuesOfTerm(before) }, after: { ...valuesOfTerm(row) } }),
    });
  }

  function present(principal: Principal, row: TermRow, connection: StoredConnection | null): Term {
    return {
      ...valuesOfTerm(row),
      synonyms: [...valuesOfTerm(row).synonyms],
      examples: [...valuesOfTerm(row).examples],
      id: row.id,
      kind: row.kind as Term['kind'],
      connection_id: row.connection_id,
      connection_name: connection?.name ?? null,
      may_edit: canExplain(principal, connection),
      created_by: row.created_by,
      updated_by: row.updated_by,
      updated_at: row.updated_at,
    };
  }

  return {
    /** Terms of one connection, or of all that the principal sees, with the global ones. */
    async list(
      principal: Principal,
      filter: Omit<TermFilter, 'scopes'> & { connectionId?: string; scope?: 'global' | 'connection' },
    ): Promise<{ terms: Term[]; total: number; mayEdit: boolean }> {
      const visible = filter.connectionId
        ? [await connections.get(principal, filter.connectionId)]
        : await connections.list(principal);
      const mayEdit = canExplain(principal, filter.connectionId ? (visible[0] ?? null) : null);
      const own = filter.scope === 'global' ? [] : visible.map(({ id }) => id);
      const scopes = filter.scope === 'connection' ? own : ['', ...own];
      if (scopes.length === 0) return { terms: [], total: 0, mayEdit };
      const { rows, total } = await glossary.list({ ...filter, scopes });
      const byId = new Map(visible.map((connection) => [connection.id, connection]));
      const terms = rows.map((row) => present(principal, row, byId.get(row.connection_id ?? '') ?? null));
      return { terms, total, mayEdit };
    },

    async add(principal: Principal, connectionId: string | null, values: TermValues): Promise<Term> {
      const connection = await scopeOf(principal, connectionId);
      requireExplainer(principal, connection);
      const row = await glossary.add(connectionId, principal.username, values).catch((error: unknown) => {
        throw isUniqueViolation(error) ? taken(values.term) : error;
      });
      await changed(principal, 'glossary_term.created', row);
      return present(principal, row, connection);
    },

    /** Keeps what the edit leaves out. */
    async update(principal: Principal, id: string, edit: Partial<TermValues>): Promise<Term> {
      const { row: before, connection } = await findForChange(principal, id);
      const values = { ...valuesOfTerm(before), ...edit };
      const row = await glossary.update(id, principal.username, values).catch((error: unknown) => {
        throw isUniqueViolation(error) ? taken(values.term) : error;
      });
      await changed(principal, 'glossary_term.updated', row, before);
      return present(principal, row, connection);
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const { row } = await findForChange(principal, id);
      await glossary.remove(id);
      await changed(principal, 'glossary_term.deleted', row);
    },

    /** What questions on a connection are read by; a connection's own term goes before a global one of that name. */
    async inUse(connectionId: string): Promise<GlossaryInUse> {
      const seen = new Set<string>();
      const rows = (await glossary.forConnection(connectionId)).filter(({ term_key: key }) => {
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      });
      return {
        terms: rows.map((row) => {
          const { term, synonyms, expression, description } = valuesOfTerm(row);
          const kind = row.kind as NonNullable<GlossaryEntry['kind']>;
          return { term, synonyms: [...synonyms], kind, meaning: expression, description };
        }),
        signature: rows.map(({ id, updated_at }) => `${id}@${updated_at}`).join(),
      };
    },
  };
}

export type GlossaryService = ReturnType<typeof createGlossaryService>;

function taken(term: string): AppError {
  return conflict('term', {
    zh: `术语「${term}」已经存在；请修改原有的术语，或换一个名称`,
    en: `The term "${term}" is there already; change it, or choose another name`,
  });
}
