import type { Account, AccountClass, AccountDetail, Grade } from '@sextant/contract/accounts';
import { accountLabel } from './account-diff.ts';
import type { AccountListRow, AccountsRepository, LabelRow } from './accounts.repository.ts';

function presentLabel(row: LabelRow): AccountClass {
  return {
    class_id: row.class_id,
    code: row.code,
    name: { zh: row.name_zh, en: row.name_en },
    color: row.color,
    priority: row.priority,
    source: row.source as AccountClass['source'],
    rule_id: row.rule_id,
    rule_name: row.rule_name,
    reasons: JSON.parse(row.reasons),
    note: row.note,
    assigned_at: row.assigned_at,
    assigned_by: row.assigned_by,
  };
}

/** An account as API v1 lists it. */
export function presentAccount(row: AccountListRow, labels: readonly LabelRow[]): Account {
  const roles = JSON.parse(row.roles) as { name: string }[];
  return {
    id: row.id,
    number: row.number,
    connection_id: row.connection_id,
    connection_number: row.connection_number,
    connection_name: row.connection_name,
    engine: row.engine,
    name: row.name,
    host: row.host === '' ? null : row.host,
    label: accountLabel(row),
    kind: row.kind as Account['kind'],
    is_system: row.is_system === 1,
    is_superuser: row.is_superuser === 1,
    is_locked: row.is_locked === 1,
    can_login: row.can_login === 1,
    grade: row.grade as Grade,
    roles: [...new Set(roles.map(({ name }) => name))],
    privileges_count: row.privileges_count,
    expires_at: row.expires_at,
    password_changed_at: row.password_changed_at,
    last_login_at: row.last_login_at,
    classes: labels.map(presentLabel),
    state: row.state as Account['state'],
    problem: row.problem === null ? null : JSON.parse(row.problem),
    first_seen_at: row.first_seen_at,
    last_seen_at: row.last_seen_at,
    changed_at: row.changed_at,
    removed_at: row.removed_at,
  };
}

/** Accounts with their classes, in the given order. */
export async function presentAccounts(
  accounts: Pick<AccountsRepository, 'labels'>,
  rows: readonly AccountListRow[],
): Promise<Account[]> {
  const labels = Map.groupBy(await accounts.labels(rows.map(({ id }) => id)), (row) => row.account_id);
  return rows.map((row) => presentAccount(row, labels.get(row.id) ?? []));
}

/** One account with all that it may do. */
export async function presentDetail(
  accounts: Pick<AccountsRepository, 'labels'>,
  row: NonNullable<Awaited<ReturnType<AccountsRepository['find']>>>,
): Promise<AccountDetail> {
  return {
    ...presentAccount(row, await accounts.labels([row.id])),
    role_grants: JSON.parse(row.roles),
    capabilities: JSON.parse(row.capabilities),
    privileges: JSON.parse(row.privileges),
    attributes: JSON.parse(row.attributes),
  };
}
