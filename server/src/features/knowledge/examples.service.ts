import { nearestExamples } from '@sextant/ask/near-examples';
import type { VerifiedExample } from '@sextant/contract/knowledge';
import { guard } from '@sextant/sql/guard';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { AppError, conflict, notFound } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { ExampleRow, ExamplesRepository } from './examples.repository.ts';
import { canExplain, requireExplainer } from './knowledge.policy.ts';

const thing = { zh: '示例', en: 'Example' };
/** How many of a connection's examples are compared with a question. */
const mostCompared = 2000;

/**
 * Questions with the SQL that people found right. Who may explain the connection verifies for everybody; what others
 * verify guides their own answers until such a person shares it, so that nobody leads anybody else astray.
 */
export function createExamplesService(deps: {
  examples: ExamplesRepository;
  connections: Pick<ConnectionsService, 'get' | 'list'>;
  events: EventBus;
  audit: Audit;
}) {
  const { examples, connections, events, audit } = deps;

  function present(principal: Principal, row: ExampleRow, connection: StoredConnection): VerifiedExample {
    const mayShare = canExplain(principal, connection);
    return {
      id: row.id,
      connection_id: row.connection_id,
      connection_name: connection.name,
      question: row.question,
      sql: row.sql,
      is_shared: row.is_shared === 1,
      may_edit: mayShare || (row.user_id === principal.userId && row.is_shared === 0),
      may_share: mayShare,
      created_by: row.created_by,
      created_at: row.created_at,
      updated_at: row.updated_at,
    };
  }

  /** 404 for what the principal does not see, 403 for what is not theirs to change. */
  async function findForChange(principal: Principal, id: string) {
    const row = await examples.find(id);
    if (!row) throw notFound(thing, id);
    const connection = await connections.get(principal, row.connection_id).catch(() => {
      throw notFound(thing, id);
    });
    const isTheirs = row.user_id === principal.userId;
    if (row.is_shared === 0 && !isTheirs && !isAdmin(principal)) throw notFound(thing, id);
    if (row.is_shared === 1 || !isTheirs) requireExplainer(principal, connection);
    return { row, connection };
  }

  async function record(
    principal: Principal,
    action: string,
    row: ExampleRow,
    wasShared = false,
  ): Promise<void> {
    if (row.is_shared === 1 || wasShared)
      await events.publish('example.changed', { connectionId: row.connection_id });
    await audit.record(principal, {
      action,
      objectType: 'verified_example',
      objectId: row.id,
      details: { question: row.question, connection_id: row.connection_id },
    });
  }

  return {
    async list(
      principal: Principal,
      filter: { connectionId?: string | undefined; shared?: boolean | undefined; q?: string | undefined } & {
        limit: number;
        offset: number;
      },
    ): Promise<{ examples: VerifiedExample[]; total: number }> {
      const visible = filter.connectionId
        ? [await connections.get(principal, filter.connectionId)]
        : await connections.list(principal);
      const byId = new Map(visible.map((connection) => [connection.id, connection]));
      const userId = isAdmin(principal) ? null : principal.userId;
      const { rows, total } = await examples.list({ ...filter, connectionIds: [...byId.keys()], userId });
      const presented = rows.flatMap((row) => {
        const connection = byId.get(row.connection_id);
        return connection ? [present(principal, row, connection)] : [];
      });
      return { examples: presented, total };
    },

    /** 422 when the SQL is nothing that may be read. */
    async add(
      principal: Principal,
      input: { connectionId: string; question: string; sql: string },
    ): Promise<VerifiedExample> {
      const connection = await connections.get(principal, input.connectionId);
      await requireReadable(connection, input.sql);
      const { userId, username } = principal;
      const isShared = canExplain(principal, connection);
      const row = await examples.save({ ...input, userId, username, isShared });
      await record(principal, 'verified_example.created', row);
      return present(principal, row, connection);
    },

    async update(
      principal: Principal,
      id: string,
      edit: { question?: string; sql?: string; is_shared?: boolean },
    ): Promise<VerifiedExample> {
      const { row, connection } = await findForChange(principal, id);
      if (edit.is_shared !== undefined) requireExplainer(principal, connection);
      const sql = edit.sql ?? row.sql;
      if (sql !== row.sql) await requireReadable(connection, sql);
      const question = edit.question ?? row.question;
      const isShared = edit.is_shared ?? row.is_shared === 1;
      const updated = await examples.update(id, { question, sql, isShared }).catch((error: unknown) => {
        throw isUniqueViolation(error) ? alreadyVerified(question) : error;
      });
      await record(principal, 'verified_example.updated', updated, row.is_shared === 1);
      return present(principal, updated, connection);
    },

    async remove(principal: Principal, id: string): Promise<void> {
      const { row } = await findForChange(principal, id);
      await examples.remove(id);
      await record(principal, 'verified_example.deleted', row);
    },

    /** One that the principal sees; 404 otherwise. */
    async get(principal: Principal, id: string): Promise<ExampleRow> {
      const row = await examples.find(id);
      if (!row) throw notFound(thing, id);
      await connections.get(principal, row.connection_id);
      if (row.is_shared === 0 && row.user_id !== principal.userId && !isAdmin(principal))
        throw notFound(thing, id);
      return row;
    },

    /** The examples most like a question, of those that may guide the person's answers. */
    async nearest(
      principal: Principal,
      connectionId: string,
      question: string,
      limit: number,
    ): Promise<{ question: string; sql: string }[]> {
      return nearestExamples(
        question,
        await examples.guiding(connectionId, principal.userId, mostCompared),
        limit,
      );
    },
  };
}

export type ExamplesService = ReturnType<typeof createExamplesService>;

/** 422 unless the guard lets the statement through on the connection's engine. */
export async function requireReadable(connection: StoredConnection, sql: string): Promise<void> {
  const verdict = await guard(sql, connection.engine.dialect);
  if (verdict.allow) return;
  throw new AppError('SQL_REFUSED', verdict.reason, {
    details: { construct: verdict.construct, reason_code: verdict.code },
  });
}

function alreadyVerified(question: string): AppError {
  return conflict('question', {
    zh: `「${question}」已经有一个示例；请修改那一个，或删除它`,
    en: `There is an example for "${question}" already; change or remove that one`,
  });
}
