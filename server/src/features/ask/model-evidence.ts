import { explainStatement } from '@sextant/ask/statement-links';
import type { Check } from '@sextant/contract/chat';
import type { Language } from '@sextant/contract/text';
import { guard } from '@sextant/sql/guard';
import { readStatementReads, type StatementReads } from '@sextant/sql/statement-reads';
import type { TableReference } from '@sextant/sql/verdict';
import type { WrittenPrompt } from './model-prompt.ts';
import type { AnswerContext, RanStatement } from './statement-run.ts';

/** Tells of a statement that a model wrote what the built-in engine knows of its own: words, period, joins, doubts. */
export async function tellStatement(
  context: AnswerContext,
  { sql, tables }: RanStatement,
  { examples }: WrittenPrompt,
  language: Language,
): Promise<void> {
  const { question, now, knowledge, connection, trail } = context;
  const { evidence } = trail;
  const { dialect } = connection.engine;
  const reads = await readStatementReads(sql, dialect, knowledge.catalog);
  const { prepared, values } = knowledge;
  const { columns = [], literals = [] } = reads ?? {};
  const read = { sql, tables, columns, literals };
  const { links, period } = explainStatement({ question, now, prepared, values }, read);
  evidence.links = links;
  evidence.period = period;
  evidence.joins = reads?.joins ?? [];
  evidence.checks.push(...fanOuts(reads, language));
  for (const [index, example] of examples.entries()) {
    const verdict = await guard(example.sql, dialect);
    const told = evidence.given?.examples[index];
    if (told && verdict.allow) told.followed = namesOf(verdict.tables) === namesOf(tables);
  }
}

function fanOuts(reads: StatementReads | null, language: Language): Check[] {
  const found = reads?.repeatedSums ?? [];
  const messages = found.map(({ table, column, by }) =>
    language === 'zh'
      ? `与「${by}」关联后，「${table}」的一行可能重复出现，${column} 的合计或平均可能被重复计算`
      : `The join with "${by}" may repeat rows of "${table}", so the sum or average of ${column} may count some of them more than once`,
  );
  return [...new Set(messages)].map((message) => ({ code: 'fan_out', level: 'warning', message }));
}

function namesOf(tables: readonly TableReference[]): string {
  return [...new Set(tables.map(({ name }) => name.toLowerCase()))].sort().join('\n');
}
