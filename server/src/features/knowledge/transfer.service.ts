import type { ImportCounts, ImportResult, KnowledgeFile } from '@sextant/contract/knowledge';
import type { Language } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import { isAdmin, type Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { RelationshipsService } from '../workbench/schema/relationships.service.ts';
import type { ExamplesRepository } from './examples.repository.ts';
import { requireReadable } from './examples.service.ts';
import { type GlossaryRepository, valuesOfTerm } from './glossary.repository.ts';
import type { GoldenQuestionsRepository, GoldenValues } from './golden-questions.repository.ts';
import { requireExplainer } from './knowledge.policy.ts';
import { endsKey } from './suggested-relationships.ts';
import { textKey } from './text-key.ts';

export interface ImportOptions {
  mode: 'merge' | 'replace';
  conflict: 'skip' | 'rename' | 'overwrite';
  file: KnowledgeFile;
  language: Language;
}

interface Import extends ImportOptions {
  principal: Principal;
  connection: StoredConnection;
  address: string | null;
  problems: ImportResult['problems'];
}

const mostRenames = 100;

/** Carries all that is known of a connection to a file and back; no ids, no people, no secrets. */
export function createTransferService(deps: {
  glossary: GlossaryRepository;
  examples: ExamplesRepository;
  questions: GoldenQuestionsRepository;
  relationships: Pick<RelationshipsService, 'list' | 'add' | 'remove'>;
  connections: Pick<ConnectionsService, 'get'>;
  events: EventBus;
  audit: Audit;
}) {
  const { glossary, examples, questions, relationships, connections, events, audit } = deps;

  async function exportFile(principal: Principal, connectionId: string): Promise<KnowledgeFile> {
    const connection = await connections.get(principal, connectionId);
    const terms = await glossary.forConnection(connection.id);
    const added = (await relationships.list(connection)).filter(({ origin }) => origin === 'added');
    return {
      format: 'sextant-knowledge',
      version: 1,
      exported_at: new Date().toISOString(),
      connection: connection.name,
      glossary: terms.map((row) => {
        const { synonyms, examples: shown, ...rest } = valuesOfTerm(row);
        const scope = row.connection_id === null ? ('global' as const) : ('connection' as const);
        const kind = row.kind as KnowledgeFile['glossary'][number]['kind'];
        return { scope, ...rest, kind, synonyms: [...synonyms], examples: [...shown] };
      }),
      relationships: added.map(({ from, to }) => ({ from, to })),
      examples: (await examples.shared(connection.id)).map(({ question, sql }) => ({ question, sql })),
      golden_questions: (await questions.all(connection.id)).map((row) => ({
        question: row.question,
        gold_sql: row.gold_sql,
        is_ordered: row.is_ordered === 1,
        class: row.class,
      })),
    };
  }

  async function importTerms(input: Import): Promise<ImportCounts> {
    const { principal, connection, mode, conflict, file } = input;
    const counts = noCounts();
    if (mode === 'replace') counts.removed = await glossary.removeAll(connection.id);
    for (const { scope, ...values } of file.glossary) {
      if (scope === 'global' && !isAdmin(principal)) {
        counts.skipped += 1;
        input.problems.push(problem(input, 'glossary', values.term, onlyAdministrators));
        continue;
      }
      const id = scope === 'global' ? null : connection.id;
      const known = await glossary.findByTerm(id, values.term);
      if (!known) {
        await glossary.add(id, principal.username, values);
        counts.added += 1;
      } else if (conflict === 'overwrite') {
        await glossary.update(known.id, principal.username, values);
        counts.overwritten += 1;
      } else if (conflict === 'rename') {
        const term = await freeName(values.term, async (name) => !(await glossary.findByTerm(id, name)));
        await glossary.add(id, principal.username, { ...values, term });
        counts.renamed += 1;
      } else counts.skipped += 1;
    }
    return counts;
  }

  async function importRelationships(input: Import): Promise<ImportCounts> {
    const { principal, connection, mode, file, address } = input;
    const actor = { principal, address };
    const counts = noCounts();
    const known = await relationships.list(connection);
    const wanted = new Set(file.relationships.map(endsKey));
    for (const { id, from, to } of known) {
      if (mode !== 'replace' || id === null || wanted.has(endsKey({ from, to }))) continue;
      await relationships.remove(actor, connection, id);
      counts.removed += 1;
    }
    for (const ends of file.relationships) {
      try {
        await relationships.add(actor, connection, ends);
        counts.added += 1;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        counts.skipped += 1;
        const name = `${ends.from.table} → ${ends.to.table}`;
        if (error.code !== 'CONFLICT') input.problems.push(problem(input, 'relationships', name, error.text));
      }
    }
    return counts;
  }

  async function importExamples(input: Import): Promise<ImportCounts> {
    const { principal, connection, mode, conflict, file } = input;
    const { userId, username } = principal;
    const counts = noCounts();
    if (mode === 'replace') counts.removed = await examples.removeShared(connection.id);
    const known = new Map((await examples.shared(connection.id)).map((row) => [row.question_key, row]));
    for (const { question, sql } of file.examples) {
      if (!(await isReadable(input, 'examples', question, sql))) {
        counts.skipped += 1;
        continue;
      }
      const row = known.get(textKey(question));
      const save = (as: string) =>
        examples.save({ connectionId: connection.id, userId, username, question: as, sql, isShared: true });
      if (!row) {
        const saved = await save(question);
        known.set(saved.question_key, saved);
        counts.added += 1;
      } else if (conflict === 'overwrite') {
        await examples.update(row.id, { question, sql, isShared: true });
        counts.overwritten += 1;
      } else if (conflict === 'rename') {
        const saved = await save(await freeName(question, async (name) => !known.has(textKey(name))));
        known.set(saved.question_key, saved);
        counts.renamed += 1;
      } else counts.skipped += 1;
    }
    return counts;
  }

  async function importQuestions(input: Import): Promise<ImportCounts> {
    const { principal, connection, mode, conflict, file } = input;
    const counts = noCounts();
    if (mode === 'replace') counts.removed = await questions.removeAll(connection.id);
    for (const carried of file.golden_questions) {
      const values: GoldenValues = carried;
      const { question, gold_sql: sql } = values;
      if (sql !== null && !(await isReadable(input, 'golden_questions', question, sql))) {
        counts.skipped += 1;
        continue;
      }
      const row = await questions.findByQuestion(connection.id, question);
      if (!row) {
        await questions.add(connection.id, principal.username, values);
        counts.added += 1;
      } else if (conflict === 'overwrite') {
        await questions.update(row.id, values);
        counts.overwritten += 1;
      } else if (conflict === 'rename') {
        const isFree = async (name: string) => !(await questions.findByQuestion(connection.id, name));
        const renamed = { ...values, question: await freeName(question, isFree) };
        await questions.add(connection.id, principal.username, renamed);
        counts.renamed += 1;
      } else counts.skipped += 1;
    }
    return counts;
  }

  /** What is no read-only statement is not taken over, but told of. */
  async function isReadable(input: Import, part: string, name: string, sql: string): Promise<boolean> {
    try {
      await requireReadable(input.connection, sql);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      input.problems.push(problem(input, part, name, error.text));
      return false;
    }
  }

  return {
    exportFile,

    /** Only who may explain the connection; global terms only by administrators. */
    async importFile(
      principal: Principal,
      address: string | null,
      connectionId: string,
      options: ImportOptions,
    ): Promise<ImportResult> {
      const connection = await connections.get(principal, connectionId);
      requireExplainer(principal, connection);
      const input: Import = { ...options, principal, connection, address, problems: [] };
      const result: ImportResult = {
        glossary: await importTerms(input),
        relationships: await importRelationships(input),
        examples: await importExamples(input),
        golden_questions: await importQuestions(input),
        problems: input.problems,
      };
      await events.publish('glossary.changed', { connectionId });
      const { mode, conflict } = options;
      const { problems, ...counts } = result;
      await audit.record(principal, {
        action: 'knowledge.imported',
        objectType: 'connection',
        objectId: connectionId,
        details: { name: connection.name, mode, conflict, ...counts, problems: problems.length },
        address,
      });
      return result;
    },
  };
}

export type TransferService = ReturnType<typeof createTransferService>;

const onlyAdministrators = {
  zh: '全局术语只有管理员可以导入',
  en: 'Only administrators may import terms of all connections',
};

function noCounts(): ImportCounts {
  return { added: 0, overwritten: 0, renamed: 0, skipped: 0, removed: 0 };
}

function problem({ language }: Import, part: string, name: string, text: { zh: string; en: string }) {
  return { part, name, message: text[language] };
}

async function freeName(name: string, isFree: (name: string) => Promise<boolean>): Promise<string> {
  for (let count = 2; count < mostRenames; count += 1) {
    const renamed = `${name} (${count})`;
    if (await isFree(renamed)) return renamed;
  }
  throw new AppError('CONFLICT', {
    zh: `「${name}」已有太多同名条目，请先清理`,
    en: `There are too many entries named "${name}"; tidy them up first`,
  });
}
