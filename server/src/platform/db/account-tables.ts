import type { Generated } from 'kysely';

/** Accounts inside instances, their changes, classes and rules; `roles`, `privileges`, … are JSON. */
export interface AccountTables {
  accounts: {
    number: Generated<number>;
    id: string;
    connection_id: string;
    kind: string;
    name: string;
    /** Empty where the engine has no host part. */
    host: string;
    is_system: number;
    is_superuser: number;
    is_locked: number;
    can_login: number;
    grade: string;
    expires_at: string | null;
    password_changed_at: string | null;
    last_login_at: string | null;
    roles: string;
    capabilities: string;
    attributes: string;
    privileges: string;
    privileges_count: number;
    /** Of all that is known of it, so that what did not change is not written again. */
    fingerprint: string;
    state: string;
    problem: string | null;
    first_seen_at: string;
    last_seen_at: string;
    changed_at: string | null;
    removed_at: string | null;
  };
  account_changes: {
    number: Generated<number>;
    at: string;
    account_id: string | null;
    connection_id: string;
    account: string;
    kind: string;
    text_zh: string;
    text_en: string;
    details: string;
    session_id: string | null;
  };
  account_syncs: {
    connection_id: string;
    status: string;
    at: string;
    last_complete_at: string | null;
    duration_ms: number;
    accounts: number;
    added: number;
    changed: number;
    removed: number;
    unreadable: number;
    problems: string;
  };
  account_notices: {
    id: string;
    name: string;
    kinds: string;
    expression: string;
    recipients: string;
    is_active: number;
    created_at: string;
  };
  account_classes: {
    number: Generated<number>;
    id: string;
    code: string;
    name_zh: string;
    name_en: string;
    description: string;
    color: string;
    priority: number;
    risk_level: string;
    allows: string;
    is_active: number;
    is_system: number;
    created_at: string;
    updated_at: string;
  };
  account_rules: {
    number: Generated<number>;
    id: string;
    class_id: string;
    name: string;
    expression: string;
    is_active: number;
    is_system: number;
    matched_count: number | null;
    created_at: string;
    updated_at: string;
  };
  /** Which account has which class; `source` is `rule` or `manual`. */
  account_labels: {
    account_id: string;
    class_id: string;
    source: string;
    rule_id: string | null;
    rule_name: string | null;
    reasons: string;
    note: string | null;
    assigned_at: string;
    assigned_by: string | null;
  };
  account_batches: {
    number: Generated<number>;
    id: string;
    kind: string;
    status: string;
    started_at: string;
    ended_at: string | null;
    total_accounts: number;
    matched_accounts: number;
    failed_accounts: number;
    total_rules: number;
    active_rules: number;
    added: number;
    removed: number;
    steps: string;
    rules: string;
    error: string | null;
    created_by: string | null;
  };
  account_batch_matches: {
    number: Generated<number>;
    batch_id: string;
    account_id: string;
    class_id: string;
    rule_id: string | null;
    rule_name: string | null;
    change: string;
    reasons: string;
    at: string;
  };
}
