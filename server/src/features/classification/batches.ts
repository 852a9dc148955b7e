import { performance } from 'node:perf_hooks';
import type { Batch } from '@sextant/contract/classification';
import type { Text } from '@sextant/contract/text';
import type { AccountsService } from '../accounts/accounts.service.ts';
import type {
  BatchRow,
  ClassificationRepository,
  LabelValues,
  MatchValues,
} from './classification.repository.ts';
import { type Classified, classify, type Match } from './classify.ts';

const stepTexts: Record<string, Text> = {
  match: { zh: '读取账户并逐条试规则', en: 'Read the accounts and ask every rule' },
  compare: { zh: '与上一次比较', en: 'Compare with the last batch' },
  store: { zh: '保存结果', en: 'Store the outcome' },
};

function labelKey({ account_id, class_id }: { account_id: string; class_id: string }): string {
  return `${account_id} ${class_id}`;
}

/** What a batch changes: classes given, kept and taken back. What people gave by hand is nobody's to change. */
function compare(batchId: string, found: Classified, labels: readonly LabelValues[], at: string) {
  const held = new Map(labels.map((label) => [labelKey(label), label]));
  const match = (one: Match, change: 'added' | 'kept'): MatchValues => ({
    batch_id: batchId,
    account_id: one.accountId,
    class_id: one.classId,
    rule_id: one.ruleId,
    rule_name: one.ruleName,
    change,
    reasons: JSON.stringify(one.reasons),
    at,
  });
  const matches: MatchValues[] = [];
  const given: LabelValues[] = [];
  for (const one of found.matches) {
    const values = match(one, 'added');
    const label = held.get(labelKey(values));
    held.delete(labelKey(values));
    matches.push(label ? { ...values, change: 'kept' } : values);
    const isAsBefore = label?.rule_id === values.rule_id && label?.reasons === values.reasons;
    if (label?.source === 'manual' || isAsBefore) continue;
    const { batch_id: _batch, change: _change, at: _at, ...same } = values;
    given.push({
      ...same,
      rule_id: one.ruleId,
      rule_name: one.ruleName,
      source: 'rule',
      note: null,
      assigned_at: at,
      assigned_by: null,
    });
  }
  const taken = [...held.values()].filter(({ source }) => source === 'rule');
  matches.push(
    ...taken.map((label) => ({
      batch_id: batchId,
      account_id: label.account_id,
      class_id: label.class_id,
      rule_id: label.rule_id,
      rule_name: label.rule_name,
      change: 'removed',
      reasons: '[]',
      at,
    })),
  );
  return {
    matches,
    given,
    taken: taken.map((one) => ({ accountId: one.account_id, classId: one.class_id })),
  };
}

/** Runs batches: every active rule over every present account, with the reasons on record. */
export function createBatches(deps: { repository: ClassificationRepository; accounts: AccountsService }) {
  const { repository, accounts } = deps;
  let last: Promise<unknown> = Promise.resolve();

  async function work(row: BatchRow, signal: AbortSignal | undefined): Promise<Batch> {
    const steps: Batch['steps'] = [];
    const timed = async <T>(name: string, step: () => Promise<T> | T): Promise<T> => {
      const startedAt = performance.now();
      const outcome = await step();
      const duration_ms = Math.round(performance.now() - startedAt);
      steps.push({ name, text: stepTexts[name] ?? { zh: name, en: name }, duration_ms });
      return outcome;
    };
    const active = await activeRules();
    const found = await timed('match', () =>
      classify(accounts.eachStored(null), active, { ...(signal && { signal }) }),
    );
    const at = new Date().toISOString();
    const outcome = await timed('compare', async () =>
      compare(row.id, found, await repository.allLabels(), at),
    );
    const counts = new Map([...found.rules].map(([id, { matched }]) => [id, matched]));
    await timed('store', () => repository.applyBatch({ ...outcome, counts }));
    const ended = await repository.updateBatch(row.id, {
      status: 'completed',
      ended_at: new Date().toISOString(),
      total_accounts: found.total,
      matched_accounts: new Set(found.matches.map(({ accountId }) => accountId)).size,
      failed_accounts: found.failed,
      active_rules: active.length,
      added: outcome.matches.filter(({ change }) => change === 'added').length,
      removed: outcome.taken.length,
      steps: JSON.stringify(steps),
      rules: JSON.stringify(
        active.map(({ id, name }) => {
          const { matched = 0, ms = 0 } = found.rules.get(id) ?? {};
          return { rule_id: id, name, matched, duration_ms: Math.round(ms) };
        }),
      ),
    });
    return presentBatch(ended);
  }

  /** Rules that are on, of classes that are on, by the weight of their class. */
  async function activeRules() {
    const classes = (await repository.classes()).filter(({ is_active }) => is_active === 1);
    const weight = new Map(classes.map(({ id, priority }) => [id, priority]));
    return (await repository.rules())
      .filter((rule) => rule.is_active === 1 && weight.has(rule.class_id))
      .sort((a, b) => (weight.get(b.class_id) ?? 0) - (weight.get(a.class_id) ?? 0))
      .map(({ id, name, class_id, expression }) => ({ id, name, classId: class_id, expression }));
  }

  async function run(kind: Batch['kind'], createdBy: string | null, signal?: AbortSignal): Promise<Batch> {
    const row = await repository.addBatch({
      id: repository.newId(),
      kind,
      status: 'running',
      started_at: new Date().toISOString(),
      ended_at: null,
      total_accounts: 0,
      matched_accounts: 0,
      failed_accounts: 0,
      total_rules: (await repository.rules()).length,
      active_rules: 0,
      added: 0,
      removed: 0,
      steps: '[]',
      rules: '[]',
      error: null,
      created_by: createdBy,
    });
    try {
      return await work(row, signal);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await repository.updateBatch(row.id, {
        status: 'failed',
        ended_at: new Date().toISOString(),
        error: message,
      });
      throw error;
    }
  }

  return {
    /** Classifies all accounts; batches of one process go one after the other. */
    run(kind: Batch['kind'], createdBy: string | null, signal?: AbortSignal): Promise<Batch> {
      const turn = last.then(() => run(kind, createdBy, signal));
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

export type Batches = ReturnType<typeof createBatches>;

/** A batch as API v1 gives it. */
export function presentBatch(row: BatchRow): Batch {
  return {
    ...row,
    kind: row.kind as Batch['kind'],
    status: row.status as Batch['status'],
    steps: JSON.parse(row.steps),
    rules: JSON.parse(row.rules),
  };
}
