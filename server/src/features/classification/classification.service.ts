import type { Account } from '@sextant/contract/accounts';
import type { Batch, BatchMatch, Class, Rule, RuleProblem } from '@sextant/contract/classification';
import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, forbidden, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { AccountsService } from '../accounts/accounts.service.ts';
import { type Batches, presentBatch } from './batches.ts';
import type {
  BatchFilter,
  ClassificationRepository,
  ClassRow,
  MatchFilter,
  RuleRow,
} from './classification.repository.ts';
import { compileRule } from './rule-matcher.ts';
import { describeRule } from './rule-text.ts';
import { RuleError } from './rule-tokens.ts';
import { seedClasses } from './seed-classes.ts';

const classThing = { zh: '分类', en: 'Class' };
const ruleThing = { zh: '规则', en: 'Rule' };
const batchThing = { zh: '分类批次', en: 'Batch' };

type ClassInput = Partial<
  Omit<
    Class,
    'id' | 'number' | 'code' | 'is_system' | 'accounts_count' | 'rules_count' | 'created_at' | 'updated_at'
  >
>;
type RuleInput = Partial<Pick<Rule, 'class_id' | 'name' | 'expression' | 'is_active'>>;

/** Where an expression cannot be read, or null. */
export function ruleProblem(expression: string): RuleProblem | null {
  try {
    describeRule(expression);
    return null;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { message: error.text, from: error.from, to: error.to, expected: [...error.expected] };
  }
}

/** An expression ready to be asked; 422 with the place when it cannot be read. */
export function requireRule(expression: string) {
  const problem = ruleProblem(expression);
  if (!problem) return compileRule(expression);
  const { message, from } = problem;
  const text = {
    zh: `第 ${from + 1} 个字符处：${message.zh}`,
    en: `At character ${from + 1}: ${message.en}`,
  };
  throw new AppError('VALIDATION_ERROR', text, {
    details: { fields: { expression: [`${text.zh} · ${text.en}`] }, ...problem },
  });
}

/** Classes, rules, labels by hand, and what batches found. */
export function createClassificationService(deps: {
  repository: ClassificationRepository;
  accounts: AccountsService;
  batches: Batches;
  audit: Audit;
}) {
  const { repository, accounts, batches, audit } = deps;

  async function requireClass(id: string): Promise<ClassRow> {
    const row = await repository.findClass(id);
    if (!row) throw notFound(classThing, id);
    return row;
  }

  async function requireKnownClass(id: string): Promise<void> {
    if (await repository.findClass(id)) return;
    throw invalid('class_id', { zh: `没有分类「${id}」`, en: `There is no class "${id}"` });
  }

  async function presentOne(id: string): Promise<Class> {
    const found = (await listClasses()).find((one) => one.id === id);
    if (!found) throw notFound(classThing, id);
    return found;
  }

  async function listClasses(): Promise<Class[]> {
    return (await repository.classes()).map(({ name_zh, name_en, accounts_count, rules_count, ...row }) => ({
      ...row,
      name: { zh: name_zh, en: name_en },
      risk_level: row.risk_level as Class['risk_level'],
      allows: row.allows as Class['allows'],
      is_active: row.is_active === 1,
      is_system: row.is_system === 1,
      accounts_count: Number(accounts_count ?? 0),
      rules_count: Number(rules_count ?? 0),
    }));
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
    classes: listClasses,

    async createClass(principal: Principal, input: ClassInput & Pick<Class, 'name'>): Promise<Class> {
      const id = repository.newId();
      const at = new Date().toISOString();
      await repository.addClass({
        id,
        code: `class_${id.slice(0, 8)}`,
        name_zh: input.name.zh,
        name_en: input.name.en,
        description: input.description ?? '',
        color: input.color ?? '#475467',
        priority: input.priority ?? 50,
        risk_level: input.risk_level ?? 'low',
        allows: input.allows ?? 'administrator',
        is_active: input.is_active === false ? 0 : 1,
        is_system: 0,
        created_at: at,
        updated_at: at,
      });
      await record(principal, 'account_class.created', 'account_class', id, { name: input.name });
      return presentOne(id);
    },

    async updateClass(principal: Principal, id: string, input: ClassInput): Promise<Class> {
      const before = await requireClass(id);
      const { name, is_active, ...rest } = input;
      await repository.updateClass(id, {
        ...rest,
        ...(name && { name_zh: name.zh, name_en: name.en }),
        ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
        updated_at: new Date().toISOString(),
      });
      await record(principal, 'account_class.updated', 'account_class', id, {
        code: before.code,
        changes: input,
      });
      return presentOne(id);
    },

    async removeClass(principal: Principal, id: string): Promise<void> {
      const row = await requireClass(id);
      if (row.is_system === 1) {
        throw forbidden({
          zh: `分类「${row.name_zh}」是系统自带的，不能删除；可以停用它`,
          en: `The class "${row.name_en}" came with the product and cannot be deleted; it can be switched off`,
        });
      }
      await repository.removeClass(id);
      await record(principal, 'account_class.deleted', 'account_class', id, { name: row.name_zh });
    },

    /** What a class lets an account keep; null when there is no such class. */
    async allowance(id: string): Promise<{ name: Text; allows: Class['allows'] } | null> {
      const row = await repository.findClass(id);
      return row
        ? { name: { zh: row.name_zh, en: row.name_en }, allows: row.allows as Class['allows'] }
        : null;
    },

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

    /** Classes and rules of a new installation, and the end of batches that a dead process left. */
    async seed(): Promise<void> {
      if ((await repository.classes()).length > 0) return;
      const at = new Date().toISOString();
      for (const { rules, name, ...one } of seedClasses) {
        const id = repository.newId();
        const common = { is_active: 1, is_system: 1, created_at: at, updated_at: at };
        await repository.addClass({ ...one, ...common, id, name_zh: name.zh, name_en: name.en });
        for (const rule of rules) {
          await repository.addRule({
            ...rule,
            ...common,
            id: repository.newId(),
            class_id: id,
            matched_count: null,
          });
        }
      }
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
