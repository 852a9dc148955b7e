import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../platform/db/unique-violation.ts';
import { type AppError, conflict, notFound } from '../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { type ExamplesService, requireReadable } from './examples.service.ts';
import type { GoldenQuestionsRepository, GoldenRow, GoldenValues } from './golden-questions.repository.ts';
import { requireExplainer } from './knowledge.policy.ts';

/** A golden question as it is stored. */
export type StoredQuestion = GoldenRow;

const thing = { zh: '黄金问题', en: 'Golden question' };

/** Questions whose right answer is known; who may explain the connection keeps them. */
export function createGoldenQuestionsService(deps: {
  questions: GoldenQuestionsRepository;
  connections: Pick<ConnectionsService, 'get'>;
  examples: Pick<ExamplesService, 'get'>;
  audit: Audit;
}) {
  const { questions, connections, examples, audit } = deps;

  async function openForChange(principal: Principal, connectionId: string): Promise<StoredConnection> {
    const connection = await connections.get(principal, connectionId);
    requireExplainer(principal, connection);
    return connection;
  }

  async function findRow(connectionId: string, id: string): Promise<GoldenRow> {
    const row = await questions.find(connectionId, id);
    if (!row) throw notFound(thing, id);
    return row;
  }

  async function record(principal: Principal, action: string, row: GoldenRow): Promise<void> {
    await audit.record(principal, {
      action,
      objectType: 'golden_question',
      objectId: row.id,
      details: { question: row.question, connection_id: row.connection_id },
    });
  }

  async function store(question: string, work: Promise<GoldenRow>): Promise<GoldenRow> {
    return work.catch((error: unknown) => {
      throw isUniqueViolation(error) ? alreadyThere(question) : error;
    });
  }

  return {
    openForChange,
    list: questions.list,
    all: questions.all,

    /** 422 when the gold SQL is nothing that may be read. */
    async add(principal: Principal, connectionId: string, values: GoldenValues): Promise<GoldenRow> {
      const connection = await openForChange(principal, connectionId);
      if (values.gold_sql !== null) await requireReadable(connection, values.gold_sql);
      const row = await store(values.question, questions.add(connectionId, principal.username, values));
      await record(principal, 'golden_question.created', row);
      return row;
    },

    /** The question and SQL of a verified example of the same connection as a golden question. */
    async addFromExample(principal: Principal, connectionId: string, exampleId: string): Promise<GoldenRow> {
      const example = await examples.get(principal, exampleId);
      if (example.connection_id !== connectionId) throw notFound({ zh: '示例', en: 'Example' }, exampleId);
      const { question, sql } = example;
      return this.add(principal, connectionId, { question, gold_sql: sql, is_ordered: false, class: '' });
    },

    /** Keeps what the edit leaves out. */
    async update(
      principal: Principal,
      connectionId: string,
      id: string,
      edit: Partial<GoldenValues>,
    ): Promise<GoldenRow> {
      const connection = await openForChange(principal, connectionId);
      const before = await findRow(connectionId, id);
      const values = { ...before, is_ordered: before.is_ordered === 1, ...edit };
      if (values.gold_sql !== null && values.gold_sql !== before.gold_sql)
        await requireReadable(connection, values.gold_sql);
      const row = await store(values.question, questions.update(id, values));
      await record(principal, 'golden_question.updated', row);
      return row;
    },

    async remove(principal: Principal, connectionId: string, id: string): Promise<void> {
      await openForChange(principal, connectionId);
      const row = await findRow(connectionId, id);
      await questions.remove(id);
      await record(principal, 'golden_question.deleted', row);
    },
  };
}

export type GoldenQuestionsService = ReturnType<typeof createGoldenQuestionsService>;

function alreadyThere(question: string): AppError {
  return conflict('question', {
    zh: `黄金问题「${question}」已经存在；请修改原有的那一个`,
    en: `The golden question "${question}" is there already; change that one`,
  });
}
