import type { Generated } from 'kysely';

/** Instances, the credentials that they share, the sessions that work through them, and their sizes. */
export interface InstanceTables {
  credentials: {
    number: Generated<number>;
    id: string;
    owner_id: string;
    name: string;
    kind: string;
    driver: string | null;
    username: string;
    /** The sealed password. */
    secret: string | null;
    description: string | null;
    rotate_after_days: number | null;
    /** Since when the secret is this one. */
    rotated_at: string;
    reminded_at: string | null;
    created_at: string;
    updated_at: string;
  };
  /** What is noted of a connection; a connection without a row has never been noted or checked. */
  instances: {
    connection_id: string;
    environment: string | null;
    contact: string | null;
    is_active: number;
    health: string;
    version: string | null;
    latency_ms: number | null;
    /** JSON of a `Problem`. */
    error: string | null;
    last_checked_at: string | null;
    last_up_at: string | null;
    /** Failed checks in a row. */
    failures: number;
    size_bytes: number | null;
    updated_at: string;
  };
  tags: { id: string; name: string; color: string; created_at: string };
  instance_tags: { connection_id: string; tag_id: string };
  instance_checks: {
    number: Generated<number>;
    connection_id: string;
    at: string;
    is_up: number;
    version: string | null;
    latency_ms: number | null;
    error: string | null;
  };
  sync_sessions: {
    number: Generated<number>;
    id: string;
    execution_id: string;
    task_id: string | null;
    kind: string;
    trigger: string;
    user_id: string | null;
    status: string;
    /** JSON of a text in both languages. */
    error: string | null;
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    duration_ms: number | null;
  };
  sync_records: {
    number: Generated<number>;
    session_id: string;
    connection_id: string | null;
    instance_name: string;
    driver: string;
    status: string;
    found: number;
    created: number;
    updated: number;
    removed: number;
    error: string | null;
    details: string;
    started_at: string | null;
    ended_at: string | null;
    duration_ms: number | null;
  };
  capacity_points: {
    connection_id: string;
    /** Empty for the whole instance. */
    database_name: string;
    /** Empty for the whole database. */
    table_name: string;
    day: string;
    bytes: number;
    data_bytes: number | null;
    index_bytes: number | null;
    rows_estimate: number | null;
    tables_count: number | null;
  };
}
