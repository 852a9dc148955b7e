import type { Generated } from 'kysely';
import type { AccountTables } from './account-tables.ts';
import type { ExtensionTables } from './extension-tables.ts';
import type { FileTables } from './file-tables.ts';
import type { InstanceTables } from './instance-tables.ts';
import type { InterfaceTables } from './interface-tables.ts';
import type { KnowledgeTables } from './knowledge-tables.ts';
import type { ObserveTables } from './observe-tables.ts';
import type { RoomsTables } from './rooms-tables.ts';

/**
 * The metadata tables, alike on SQLite and PostgreSQL: ids are UUIDs (`number` is the same row's integer id for
 * the families that need one), times are ISO 8601 text in UTC, flags are 0 or 1, structures are JSON text.
 */
export interface Schema
  extends AccountTables,
    ExtensionTables,
    FileTables,
    InstanceTables,
    InterfaceTables,
    KnowledgeTables,
    RoomsTables,
    ObserveTables {
  users: {
    number: Generated<number>;
    id: string;
    username: string;
    email: string | null;
    display_name: string;
    avatar_url: string | null;
    role: string;
    password_hash: string;
    is_active: number;
    created_at: string;
    updated_at: string;
    last_login_at: string | null;
  };
  /** One sign-in: a family of refresh tokens of which only `refresh_id` is good. */
  sessions: {
    id: string;
    user_id: string;
    family: string;
    refresh_id: string;
    created_at: string;
    expires_at: string;
    revoked_at: string | null;
  };
  api_keys: {
    id: string;
    user_id: string;
    name: string;
    prefix: string;
    key_hash: string;
    permissions: string;
    created_at: string;
    expires_at: string | null;
    last_used_at: string | null;
  };
  connections: {
    number: Generated<number>;
    id: string;
    owner_id: string;
    name: string;
    description: string | null;
    engine: string;
    host: string | null;
    port: number | null;
    username: string | null;
    database_name: string | null;
    options: string;
    /** Encrypted JSON of the secret fields; null when there are none. */
    secret: string | null;
    /** The credential that is its login, instead of an own one. */
    credential_id: string | null;
    is_shared: number;
    /** `own`, `sample` or `workspace`. */
    kind: string;
    created_at: string;
    updated_at: string;
  };
  catalogs: { connection_id: string; catalog: string; loaded_at: string };
  table_values: {
    connection_id: string;
    table_key: string;
    definition: string;
    row_estimate: string | null;
    content: string;
    read_at: string;
  };
  models: {
    number: Generated<number>;
    id: string;
    owner_id: string;
    name: string;
    provider: string;
    model_id: string;
    base_url: string | null;
    secret: string | null;
    is_shared: number;
    votes_on_hard: Generated<number>;
    created_at: string;
    updated_at: string;
  };
  conversations: {
    number: Generated<number>;
    id: string;
    user_id: string;
    title: string;
    model: string | null;
    connection_id: string | null;
    is_favorite: number;
    /** The last semantic query, which a follow-up changes. */
    context: string | null;
    created_at: string;
    updated_at: string;
  };
  messages: {
    number: Generated<number>;
    id: string;
    conversation_id: string;
    role: string;
    content: string;
    metadata: string | null;
    created_at: string;
  };
  prompt_versions: {
    number: Generated<number>;
    name: string;
    version: number;
    /** Null puts the built-in text back. */
    content: string | null;
    created_by: string;
    created_at: string;
  };
  user_settings: { user_id: string; settings: string };
  query_runs: {
    number: Generated<number>;
    id: string;
    user_id: string;
    connection_id: string;
    source: string;
    sql: string;
    status: string;
    rows_count: number | null;
    duration_ms: number;
    error: string | null;
    created_at: string;
  };
  /** What people say refers to what, beside the foreign keys of the database. */
  relationships: {
    id: string;
    connection_id: string;
    from_schema: string | null;
    from_table: string;
    /** JSON list of names, as many as `to_columns`. */
    from_columns: string;
    to_schema: string | null;
    to_table: string;
    to_columns: string;
    /** Both ends in one text, so that the database itself keeps each relationship once. */
    ends: string;
    created_by: string;
    created_at: string;
  };
  diagram_layouts: { user_id: string; connection_id: string; layout: string };
  /** What to run, when and how; `params`, `on_success` and `on_failure` are JSON. */
  tasks: {
    number: Generated<number>;
    id: string;
    owner_id: string | null;
    name: string;
    description: string;
    task_type: string;
    script_id: string | null;
    params: string;
    schedule_type: string;
    schedule_expression: string;
    timezone: string | null;
    is_active: number;
    max_retries: number;
    retry_delay_seconds: number;
    timeout_seconds: number;
    overlap: string;
    misfire: string;
    on_success: string;
    on_failure: string;
    next_fire_at: string | null;
    created_at: string;
    updated_at: string;
  };
  /** The truth about what runs: the queue is this table. */
  executions: {
    number: Generated<number>;
    id: string;
    task_id: string | null;
    task_type: string;
    script_id: string | null;
    script_version: number | null;
    params: string;
    status: string;
    progress: number;
    attempt: number;
    max_attempts: number;
    retry_delay_seconds: number;
    timeout_seconds: number;
    triggered_by: string;
    user_id: string | null;
    /** Of executions with one key only one runs at a time. */
    exclusive_key: string | null;
    /** The time of its task's schedule that it stands for; null when started by hand. */
    fire_at: string | null;
    due_at: string;
    /** The process that runs it, and until when it may be believed to. */
    lease_owner: string | null;
    lease_until: string | null;
    cancel_requested: number;
    table_name: string | null;
    rows_before: number | null;
    rows_after: number | null;
    rows_affected: number | null;
    result: string | null;
    error: string | null;
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    /** When what follows it is to be done; null when there is nothing (any more). */
    follow_ups_due_at: string | null;
    /** Which of its follow-ups are done already, as JSON. */
    follow_ups_done: string | null;
    follow_ups_attempts: Generated<number>;
  };
  execution_logs: {
    number: Generated<number>;
    execution_id: string;
    at: string;
    level: string;
    message: string;
  };
  scripts: {
    number: Generated<number>;
    id: string;
    name: string;
    category: string;
    frequency: string;
    description: string;
    language: string;
    origin: string;
    path: string;
    is_active: number;
    version: number;
    problem: string | null;
    created_at: string;
    updated_at: string;
  };
  script_versions: {
    script_id: string;
    version: number;
    sha256: string;
    source: string;
    description: string;
    author_id: string | null;
    created_at: string;
  };
  /** The warehouse's tables; `columns`, `key_columns`, `checks` and `failed_checks` are JSON. */
  collected_tables: {
    name: string;
    display_name: string;
    category: string | null;
    script_id: string | null;
    comment: string | null;
    key_columns: string | null;
    columns: string;
    rows_count: number;
    bytes: number | null;
    last_updated_at: string | null;
    last_execution_id: string | null;
    checks: string;
    failed_checks: string;
    /** JSON that its script keeps from run to run; null until it does. */
    script_state: string | null;
    created_at: string;
  };
  /** `version` is the newest of `saved_query_versions`, which hold the SQL. */
  saved_queries: {
    id: string;
    owner_id: string;
    connection_id: string | null;
    name: string;
    /** Names separated by `/`; empty for the top. */
    folder: string;
    description: string;
    is_shared: number;
    version: number;
    created_at: string;
    updated_at: string;
  };
  saved_query_versions: {
    saved_query_id: string;
    version: number;
    sql: string;
    named_params: string;
    author: string;
    created_at: string;
  };
  /** Facts about this installation, e.g. a sealed text that only the right master key opens. */
  installation: { name: string; value: string };
}
