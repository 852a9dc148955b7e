import type { Generated } from 'kysely';

/** The log, the audit trail and the alerts. */
export interface ObserveTables {
  log_entries: {
    number: Generated<number>;
    at: string;
    level: string;
    module: string;
    message: string;
    request_id: string | null;
    user_name: string | null;
    duration_ms: number | null;
    context: string;
  };
  /** How many entries were written in each five minutes. */
  log_counts: { at: string; level: string; module: string; count: number };
  /** Warnings and errors that say the same. */
  log_groups: {
    fingerprint: string;
    level: string;
    module: string;
    message: string;
    count: number;
    first_at: string;
    last_at: string;
    last_number: number | null;
  };
  /** Chained by hash from the first `sequence` on; null in what was recorded before there was a chain. */
  audit_events: {
    number: Generated<number>;
    at: string;
    actor_id: string | null;
    actor: string;
    action: string;
    object_type: string;
    object_id: string | null;
    details: string;
    address: string | null;
    before: string | null;
    after: string | null;
    sequence: number | null;
    previous_hash: string | null;
    hash: string | null;
  };
  /** One row: the end of the chain. Who updates it appends next. */
  audit_chain: { id: number; sequence: number; hash: string; seal: string };
  /** Secrets of the installation itself, sealed under their id. */
  sealed_values: { id: string; secret: string };
  alert_rules: {
    id: string;
    name: string;
    kind: string;
    threshold: number | null;
    target: string;
    severity: string;
    cooldown_minutes: number;
    /** JSON list of ids. */
    channel_ids: string;
    is_active: number;
    created_at: string;
    updated_at: string;
  };
  /** `title` and `body` are JSON texts in both languages. */
  alerts: {
    number: Generated<number>;
    id: string;
    rule_id: string | null;
    rule_name: string;
    kind: string;
    severity: string;
    subject: string;
    title: string;
    body: string;
    state: string;
    fired_at: string;
    resolved_at: string | null;
    resolved_by: string | null;
    /** Whether anybody was told, which a cool-down prevents. */
    was_told: Generated<number>;
  };
  alert_channels: {
    id: string;
    name: string;
    kind: string;
    settings: string;
    secret: string | null;
    is_active: number;
    created_at: string;
    updated_at: string;
  };
  alert_deliveries: {
    number: Generated<number>;
    id: string;
    alert_id: string | null;
    channel_id: string | null;
    channel_name: string;
    event: string;
    /** JSON of what is sent. */
    message: string;
    status: string;
    attempts: number;
    error: string | null;
    created_at: string;
    next_at: string | null;
    sent_at: string | null;
  };
}
