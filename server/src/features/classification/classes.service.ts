import type { Class } from '@sextant/contract/classification';
import type { Text } from '@sextant/contract/text';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { forbidden, notFound } from '../../platform/errors/app-error.ts';
import type { ClassificationRepository, ClassRow } from './classification.repository.ts';
import { seedClasses } from './seed-classes.ts';

const classThing = { zh: '分类', en: 'Class' };

type ClassInput = Partial<
  Omit<
    Class,
    'id' | 'number' | 'code' | 'is_system' | 'accounts_count' | 'rules_count' | 'created_at' | 'updated_at'
  >
>;

/** The classes that accounts can have. */
export function createClassesService(deps: { repository: ClassificationRepository; audit: Audit }) {
  const { repository, audit } = deps;

  async function requireClass(id: string): Promise<ClassRow> {
    const row = await repository.findClass(id);
    if (!row) throw notFound(classThing, id);
    return row;
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

  const record = (principal: Principal, action: string, id: string, details: Record<string, unknown>) =>
    audit.record(principal, { action, objectType: 'account_class', objectId: id, details });

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
      await record(principal, 'account_class.created', id, { name: input.name });
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
      await record(principal, 'account_class.updated', id, {
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
      await record(principal, 'account_class.deleted', id, { name: row.name_zh });
    },

    /** What a class lets an account keep; null when there is no such class. */
    async allowance(id: string): Promise<{ name: Text; allows: Class['allows'] } | null> {
      const row = await repository.findClass(id);
      return row
        ? { name: { zh: row.name_zh, en: row.name_en }, allows: row.allows as Class['allows'] }
        : null;
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
