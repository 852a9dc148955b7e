import type { Account } from '@sextant/contract/accounts';
import type { Batch, BatchMatch, Rule } from '@sextant/contract/classification';
import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import type { AccountsService } from '../accounts/accounts.service.ts';
import { type Batches, presentBatch } from './batches.ts';
import { createClassesService } from './classes.service.ts';
import type {
  BatchFilter,
  ClassificationRepository,
  MatchFilter,
  RuleRow,
} from './classification.repository.ts';
import { requireRule } from './rule-check.ts';

const ruleThing = { zh: '规则', en: 'Rule' };
const batchThing = { zh: '分类批次', en: 'Batch' };

type RuleInput = Partial<Pick<Rule, 'class_id' | 'name' | 'expression' | 'is_active'>>;

/** Classes, rules, labels by hand, and what batches found. */
export function createClassificationService(deps: {
  repository: ClassificationRepository;
  accounts: AccountsService;
  batches: Batches;
  audit: Audit;
}) {
  const { repository, accounts, batches, audit } = deps;

  async function requireKnownClass(id: string): Promise<void> {
    if (await repository.findClass(id)) return;
    throw invalid('class_id', { zh: `没有分类「${id}」`, en: `There is no class "${id}"` });
  }

  const record = (
    principal: Principal,
    action: string,
    objectType: string,
    id: string,
    details: Record<string, unknown>,
  ) => audit.record(principal, { action, objectType, objectId: id, details });

  async function account(id: string): Promise<Account> {
    const [found] = await accounts.byIds([id]);
    if (!found) throw notFound({ zh: '账户', en: 'Account' }, id);
    return found;
  }

  return {
    ...createClassesService({ repository, audit }),

    rules: async (classId?: string): Promise<Rule[]> => (await repository.rules(classId)).map(presentRule),

    async createRule(
      principal: Principal,
      input: Required<Omit<RuleInput, 'is_active'>> & RuleInput,
    ): Promise<Rule> {
      requireRule(input.expression);
      await requireKnownClass(input.class_id);
      const id = repository.newId();
      const at = new Date().toISOString();
      const { is_active = true, ...fields } = input;
      const row = {
        ...fields,
        id,
        is_active: is_active ? 1 : 0,
        is_system: 0,
        matched_count: null,
        created_at: at,
        updated_at: at,
      };
      await repository.addRule(row);
      await record(principal, 'account_rule.created', 'account_rule', id, { ...fields });
      return this.rule(id);
    },

    async rule(id: string): Promise<Rule> {
      const row = await repository.findRule(id);
      if (!row) throw notFound(ruleThing, id);
      return presentRule(row);
    },

    async updateRule(principal: Principal, id: string, input: RuleInput): Promise<Rule> {
      const before = await this.rule(id);
      if (input.expression !== undefined) requireRule(input.expression);
      if (input.class_id !== undefined) await requireKnownClass(input.class_id);
      const { is_active, ...rest } = input;
      await repository.updateRule(id, {
        ...rest,
        ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
        updated_at: new Date().toISOString(),
      });
      const details = { name: before.name, before: before.expression, changes: input };
      await record(principal, 'account_rule.updated', 'account_rule', id, details);
      return this.rule(id);
    },

    async removeRule(principal: Principal, id: string): Promise<void> {
      const { name, expression } = await this.rule(id);
      await repository.removeRule(id);
      await record(principal, 'account_rule.deleted', 'account_rule', id, { name, expression });
    },

    /** Who would match among the accounts that the principal sees. */
    async preview(principal: Principal, expression: string, limit: number) {
      const rule = requireRule(expression);
      const now = Date.now();
      const shown: { id: string; reasons: string[] }[] = [];
      let total = 0;
      let matched = 0;
      for await (const page of accounts.eachStored(await accounts.visibleIds(principal))) {
        total += page.length;
        for (const one of page) {
          if (!rule.matches(one, now)) continue;
          matched += 1;
          if (shown.length < limit) shown.push({ id: one.id, reasons: rule.reasons(one, now) });
        }
      }
      const byId = new Map((await accounts.byIds(shown.map(({ id }) => id))).map((one) => [one.id, one]));
      const found = shown.flatMap(({ id, reasons }) => {
        const one = byId.get(id);
        return one ? [{ account: one, reasons }] : [];
      });
      return { matched, total, warning: previewWarning(matched, total), accounts: found };
    },

    /** Who has which class, of the accounts that the principal sees. */
    async labels(principal: Principal, classId: string | undefined, page: { limit: number; offset: number }) {
      return repository.labels({ classId, connectionIds: await accounts.visibleIds(principal) }, page);
    },

    async label(
      principal: Principal,
      accountId: string,
      classId: string,
      note: string | null,
    ): Promise<Account> {
      const { label } = await accounts.get(principal, accountId);
      await requireKnownClass(classId);
      await repository.saveLabel({
        account_id: accountId,
        class_id: classId,
        source: 'manual',
        rule_id: null,
        rule_name: null,
        reasons: '[]',
        note,
        assigned_at: new Date().toISOString(),
        assigned_by: principal.username,
      });
      await record(principal, 'account.labelled', 'account', accountId, {
        account: label,
        class_id: classId,
        note,
      });
      return account(accountId);
    },

    async removeLabel(principal: Principal, accountId: string, classId: string): Promise<Account> {
      const { label } = await accounts.get(principal, accountId);
      if (!(await repository.removeLabel(accountId, classId))) {
        throw notFound({ zh: '人工归类', en: 'Class given by hand' }, classId);
      }
      await record(principal, 'account.unlabelled', 'account', accountId, {
        account: label,
        class_id: classId,
      });
      return account(accountId);
    },

    async classify(principal: Principal): Promise<Batch> {
      const batch = await batches.run('manual', principal.username);
      await record(principal, 'accounts.classified', 'account_batch', batch.id, {
        matched: batch.matched_accounts,
      });
      return batch;
    },

    async batches(filter: BatchFilter, page: { limit: number; offset: number }) {
      const { rows, total } = await repository.batches(filter, page);
      return { batches: rows.map(presentBatch), total };
    },

    /** By its id, or by the integer id that families use. */
    async batch(id: string): Promise<Batch> {
      const row =
        (await repository.findBatch(id)) ??
        (/^\d{1,9}$/.test(id) ? await repository.findBatchByNumber(Number(id)) : undefined);
      if (!row) throw notFound(batchThing, id);
      return presentBatch(row);
    },

    async batchMatches(
      principal: Principal,
      id: string,
      filter: Omit<MatchFilter, 'connectionIds'>,
      page: { limit: number; offset: number },
    ): Promise<{ matches: BatchMatch[]; total: number }> {
      const batch = await this.batch(id);
      const connectionIds = await accounts.visibleIds(principal);
      const { rows, total } = await repository.matches(batch.id, { ...filter, connectionIds }, page);
      const matches = rows.map(({ name_zh, name_en, reasons, host, change, ...row }) => ({
        ...row,
        host: host === '' ? null : host,
        class_name: { zh: name_zh, en: name_en },
        change: change as BatchMatch['change'],
        reasons: JSON.parse(reasons) as string[],
      }));
      return { matches, total };
    },
  };
}

export type ClassificationService = ReturnType<typeof createClassificationService>;

function presentRule(row: RuleRow): Rule {
  return { ...row, is_active: row.is_active === 1, is_system: row.is_system === 1 };
}

function previewWarning(matched: number, total: number): Text | null {
  if (total === 0) {
    return {
      zh: '还没有同步过任何账户，无从试算',
      en: 'No accounts have been synchronised yet, so nothing can be tried',
    };
  }
  if (matched === 0) return { zh: '没有账户符合这条规则', en: 'No account matches this rule' };
  if (matched < total) return null;
  return {
    zh: `这条规则匹配全部 ${total} 个账户，可能写得太宽`,
    en: `This rule matches all ${total} accounts; it may be too wide`,
  };
}
