import { randomUUID } from 'node:crypto';
import type { AccountNotice } from '@sextant/contract/accounts';
import type { AccountFacts } from '@sextant/engines/account-facts';
import { invalid, notFound } from '../../platform/errors/app-error.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { NotificationInput, NotificationTarget } from '../notifications/notifications.service.ts';
import type { FoundChange } from './account-diff.ts';
import type { AccountNoticesRepository, NoticeRow } from './account-notices.repository.ts';

export interface ChangedAccount {
  accountId: string;
  facts: AccountFacts;
  changes: FoundChange[];
}

/** An account with what a rule may ask of its place. */
export interface PlacedFacts {
  facts: AccountFacts;
  engine: string;
  connection: string;
}

/** Reads an expression of the rule language; throws an `AppError` that names the position when it cannot. */
export type CompileExpression = (expression: string) => (account: PlacedFacts) => boolean;

const namedChanges = 5;

const noticeThing = { zh: '通知规则', en: 'Rule of notifications' };

/** Who is told of which changes of accounts. */
export function createAccountNotices(deps: {
  rows: AccountNoticesRepository;
  compile: CompileExpression;
  notify: (target: NotificationTarget, input: NotificationInput) => Promise<void>;
}) {
  const { rows, compile, notify } = deps;

  function check(input: Partial<AccountNotice>): void {
    if (input.kinds && new Set(input.kinds).size !== input.kinds.length) {
      throw invalid('kinds', { zh: '同一种变更只需写一次', en: 'Name each kind of change once' });
    }
    if (input.expression) compile(input.expression);
  }

  async function tellOne(
    notice: AccountNotice,
    connection: StoredConnection,
    touched: readonly ChangedAccount[],
  ): Promise<void> {
    const kinds = new Set<string>(notice.kinds);
    const matches = notice.expression ? compile(notice.expression) : () => true;
    const texts = touched
      .filter(({ facts }) => matches({ facts, engine: connection.engine.id, connection: connection.name }))
      .flatMap(({ changes }) => changes.filter(({ kind }) => kinds.has(kind)).map(({ text }) => text));
    if (texts.length === 0) return;
    const named = texts.slice(0, namedChanges);
    const more = texts.length - named.length;
    const target: NotificationTarget =
      notice.recipients === 'owner' ? { userIds: [connection.ownerId] } : { role: 'admin' };
    await notify(target, {
      kind: 'account_changed',
      title: {
        zh: `${connection.name}：账户有 ${texts.length} 处变更（${notice.name}）`,
        en: `${connection.name}: ${texts.length} changes of accounts (${notice.name})`,
      },
      body: {
        zh: named.map(({ zh }) => zh).join('\n') + (more > 0 ? `\n另有 ${more} 处` : ''),
        en: named.map(({ en }) => en).join('\n') + (more > 0 ? `\nand ${more} more` : ''),
      },
      link: `/govern/instances/${connection.id}`,
    });
  }

  return {
    list: async (): Promise<AccountNotice[]> => (await rows.all()).map(present),

    async create(
      input: Pick<AccountNotice, 'name' | 'kinds'> & Partial<AccountNotice>,
    ): Promise<AccountNotice> {
      check(input);
      const row: NoticeRow = {
        id: randomUUID(),
        name: input.name,
        kinds: JSON.stringify(input.kinds),
        expression: input.expression ?? '',
        recipients: input.recipients ?? 'administrators',
        is_active: input.is_active === false ? 0 : 1,
        created_at: new Date().toISOString(),
      };
      await rows.add(row);
      return present(row);
    },

    async update(id: string, input: Partial<AccountNotice>): Promise<AccountNotice> {
      check(input);
      const { name, kinds, expression, recipients, is_active } = input;
      const row = await rows.update(id, {
        id,
        ...(name !== undefined && { name }),
        ...(kinds && { kinds: JSON.stringify(kinds) }),
        ...(expression !== undefined && { expression }),
        ...(recipients && { recipients }),
        ...(is_active !== undefined && { is_active: is_active ? 1 : 0 }),
      });
      if (!row) throw notFound(noticeThing, id);
      return present(row);
    },

    async remove(id: string): Promise<void> {
      if (!(await rows.remove(id))) throw notFound(noticeThing, id);
    },

    /** Tells the people that the active rules name; one notification for a rule and a synchronisation. */
    async tell(connection: StoredConnection, touched: readonly ChangedAccount[]): Promise<void> {
      if (touched.length === 0) return;
      for (const row of await rows.all()) {
        if (row.is_active === 1) await tellOne(present(row), connection, touched);
      }
    },

    /** The rule that a new installation begins with. */
    async seed(): Promise<void> {
      if ((await rows.all()).length > 0) return;
      await this.create({
        name: '新的超级用户 · New superusers',
        kinds: ['account_added', 'account_returned', 'superuser_gained'],
        expression: 'superuser',
      });
    },
  };
}

export type AccountNotices = ReturnType<typeof createAccountNotices>;

function present(row: NoticeRow): AccountNotice {
  return {
    id: row.id,
    name: row.name,
    kinds: JSON.parse(row.kinds),
    expression: row.expression,
    recipients: row.recipients as AccountNotice['recipients'],
    is_active: row.is_active === 1,
  };
}
