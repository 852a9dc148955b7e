import type { AccountDetail, Grade, Remedy } from '@sextant/contract/accounts';
import type { Text } from '@sextant/contract/text';
import type { AccountFacts } from '@sextant/engines/account-facts';
import { gradeOfPrivilege, gradeOfRole, isBeyond } from '@sextant/engines/account-grades';
import { type AccountRemedies, leftText } from '@sextant/engines/account-remedies';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import { connectionFailure } from '../connections/engine-failure.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { accountLabel } from './account-diff.ts';
import type { AccountsService } from './accounts.service.ts';

export interface RemedyRequest {
  kind: Remedy['kind'];
  classId: string | null;
}

/** What a class lets an account keep; `nothing` locks it. */
export interface ClassAllowance {
  name: Text;
  allows: Grade | 'nothing';
}

interface Plan {
  statements: string[];
  remaining: Text[];
}

/** Direct roles of which something goes beyond what is allowed, be it far down. */
function rolesBeyond(facts: AccountFacts, allowed: Grade): string[] {
  const direct = facts.roles.filter(({ via }) => via === null).map(({ name }) => name);
  const under = (name: string): string[] => {
    const found = [name];
    for (let at = 0; at < found.length; at += 1) {
      for (const role of facts.roles)
        if (role.via === found[at] && !found.includes(role.name)) found.push(role.name);
    }
    return found;
  };
  return direct.filter((name) => {
    const reach = under(name);
    const byRole = reach.some((role) => isBeyond(gradeOfRole(role) ?? 'reader', allowed));
    const through = facts.privileges.filter(({ via }) => via !== null && reach.includes(via));
    return byRole || through.some((one) => isBeyond(gradeOfPrivilege(one), allowed));
  });
}

function reducePlan(facts: AccountFacts, remedies: AccountRemedies, allowed: Grade): Plan {
  const beyond = facts.privileges.filter(
    (one) => one.via === null && isBeyond(gradeOfPrivilege(one), allowed),
  );
  const { statements, left } = remedies.revoke(facts, beyond);
  const roles = rolesBeyond(facts, allowed);
  const superuser =
    facts.is_superuser && isBeyond('administrator', allowed) ? remedies.dropSuperuser(facts) : [];
  const everyone = facts.privileges.filter(
    (one) => one.via === 'PUBLIC' && isBeyond(gradeOfPrivilege(one), allowed),
  );
  return {
    statements: [...superuser, ...roles.flatMap((role) => remedies.revokeRole(facts, role)), ...statements],
    remaining: [
      ...left.map(leftText),
      ...everyone.map(
        ({ privilege, object }): Text => ({
          zh: `${object ?? '*'} 上的 ${privilege} 授予了所有人（PUBLIC），收回它会影响其他账户`,
          en: `${privilege} on ${object ?? '*'} is granted to PUBLIC; taking it back concerns everybody`,
        }),
      ),
    ],
  };
}

function lockPlan(facts: AccountFacts, remedies: AccountRemedies, kind: 'lock' | 'unlock'): Plan {
  if (facts.is_locked === (kind === 'lock') && facts.kind === 'user')
    return { statements: [], remaining: [] };
  const statements = remedies[kind](facts);
  if (statements.length > 0) return { statements, remaining: [] };
  const remaining: Text =
    facts.kind === 'role'
      ? { zh: '角色不能登录，无需锁定或解锁', en: 'Nobody logs in with a role, so there is nothing to lock' }
      : {
          zh: '这种数据库没有对应的语句，请人工处理',
          en: 'This engine has no statement for it; see to it by hand',
        };
  return { statements, remaining: [remaining] };
}

function scriptOf(label: string, { statements, remaining }: Plan): string {
  const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ');
  return [
    `-- ${oneLine(label)}`,
    ...remaining.map(({ zh, en }) => `-- ${oneLine(zh)} · ${oneLine(en)}`),
    ...statements.map((statement) => `${statement};`),
    '',
  ].join('\n');
}

/** The script that locks an account or takes back what its class does not allow: shown, and run when confirmed. */
export function createAccountRemedies(deps: {
  accounts: AccountsService;
  connections: ConnectionsService;
  allowance: (classId: string) => Promise<ClassAllowance | null>;
  audit: Audit;
}) {
  const { accounts, connections, allowance, audit } = deps;

  async function plan(
    facts: AccountFacts,
    connection: StoredConnection,
    request: RemedyRequest,
  ): Promise<Plan> {
    const { remedies } = connection.engine;
    if (!remedies) {
      throw new AppError('BAD_REQUEST', {
        zh: `${connection.engine.label} 没有可用的账户语句`,
        en: `There are no statements about accounts for ${connection.engine.label}`,
      });
    }
    if (request.kind !== 'reduce') return lockPlan(facts, remedies, request.kind);
    const allowed = request.classId === null ? null : await allowance(request.classId);
    if (!allowed) {
      throw invalid('class_id', {
        zh: '请选择按哪个分类收回权限（class_id）',
        en: 'Name the class that says what may stay (class_id)',
      });
    }
    if (allowed.allows === 'nothing') return lockPlan(facts, remedies, 'lock');
    return reducePlan(facts, remedies, allowed.allows);
  }

  async function remedyOf(principal: Principal, id: string, request: RemedyRequest) {
    const { facts, connection, detail } = await accounts.stored(principal, id);
    const found = await plan(facts, connection, request);
    const label = accountLabel(facts);
    const canWrite = connection.engine.changeAccounts !== undefined && principal.permissions.has('admin');
    const remedy: Remedy = {
      kind: request.kind,
      class_id: request.classId,
      account: label,
      statements: found.statements,
      script: scriptOf(`${connection.name} · ${label}`, found),
      remaining: found.remaining,
      can_run:
        canWrite && found.statements.length > 0 && detail.state === 'present' && detail.problem === null,
      confirm: label,
    };
    return { remedy, connection, detail };
  }

  async function write(connection: StoredConnection, statements: readonly string[]): Promise<void> {
    const login = (await connections.login(connection.id))?.login;
    if (!login || !connection.engine.changeAccounts) return;
    try {
      await connection.engine.changeAccounts(login.settings, login.context, statements);
    } catch (error) {
      throw connectionFailure(error);
    }
  }

  return {
    show: async (principal: Principal, id: string, request: RemedyRequest): Promise<Remedy> =>
      (await remedyOf(principal, id, request)).remedy,

    /** Runs what was shown, then reads the instance again; both states go on record. */
    async apply(
      principal: Principal,
      id: string,
      request: RemedyRequest & { confirm: string; statements: readonly string[] },
      address: string,
    ): Promise<{ ran: number; account: AccountDetail; changes: Text[] }> {
      const { remedy, connection, detail } = await remedyOf(principal, id, request);
      requireConfirmed(remedy, request);
      const details = {
        account: remedy.account,
        connection_id: connection.id,
        connection: connection.name,
        kind: remedy.kind,
        statements: remedy.statements,
        before: stateOf(detail),
      };
      const record = (action: string, more: Record<string, unknown>) =>
        audit.record(principal, {
          action,
          objectType: 'account',
          objectId: id,
          details: { ...details, ...more },
          address,
        });
      try {
        await write(connection, remedy.statements);
      } catch (error) {
        await record('account.remedy_failed', {
          error: error instanceof Error ? error.message : String(error),
        });
        // Some engines commit each statement, so what is known may be old by now.
        await accounts.synchroniseNow(connection).catch(() => undefined);
        throw error;
      }
      const { changes } = await accounts.synchroniseNow(connection).catch(async (error: unknown) => {
        await record('account.remedied', { after: null });
        throw error;
      });
      const account = await accounts.get(principal, id);
      await record('account.remedied', { after: stateOf(account) });
      return { ran: remedy.statements.length, account, changes };
    },
  };
}

export type AccountRemediesService = ReturnType<typeof createAccountRemedies>;

/** What the audit trail keeps of an account. */
function stateOf({ is_locked, is_superuser, grade, roles, privileges }: AccountDetail) {
  return { is_locked, is_superuser, grade, roles, privileges };
}

function requireConfirmed(remedy: Remedy, request: { confirm: string; statements: readonly string[] }): void {
  if (!remedy.can_run) {
    throw new AppError('CONFLICT', {
      zh: '没有可以执行的语句：它可能已经生效，或这种数据库只提供脚本',
      en: 'There is nothing to run: it may be done already, or this engine only shows the script',
    });
  }
  if (request.confirm !== remedy.confirm) {
    throw invalid('confirm', {
      zh: `请准确输入账户名「${remedy.confirm}」来确认`,
      en: `Type the account's name "${remedy.confirm}" exactly to confirm`,
    });
  }
  if (JSON.stringify(request.statements) === JSON.stringify(remedy.statements)) return;
  throw new AppError('CONFLICT', {
    zh: '脚本与您看到的已经不同（账户刚刚变过），请重新查看后再执行',
    en: 'The script is no longer what was shown (the account changed); look at it again before running it',
  });
}
