import { describe, expect, it } from 'vitest';
import { type Dialect, dialects } from './dialect.ts';
import { grammarRules } from './grammar-rules.ts';
import { guard } from './guard.ts';
import { postgresqlFunctions } from './postgresql.functions.ts';

interface Lists {
  functions: ReadonlySet<string>;
  tableFunctions: ReadonlySet<string>;
}

/** PostgreSQL has one list for both: a function there may stand in FROM as well. */
function listsOf(dialect: Dialect): Lists {
  if (dialect === 'postgresql')
    return { functions: postgresqlFunctions, tableFunctions: postgresqlFunctions };
  return grammarRules[dialect];
}

const dangerous = `
  pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file pg_ls_waldir pg_ls_logdir pg_hba_file_rules
  pg_show_all_file_settings pg_current_logfile lo_import lo_export lo_get lo_put lo_create lo_unlink lowrite loread
  dblink dblink_exec dblink_connect pg_sleep pg_sleep_for pg_sleep_until set_config nextval setval pg_notify
  pg_advisory_lock pg_try_advisory_lock pg_advisory_unlock_all pg_terminate_backend pg_cancel_backend pg_reload_conf
  pg_rotate_logfile pg_switch_wal pg_promote pg_create_restore_point pg_backup_start pg_logical_emit_message
  pg_logical_slot_get_changes pg_create_logical_replication_slot pg_drop_replication_slot pg_export_snapshot
  pg_stat_reset pg_stat_reset_shared pg_import_system_collations pg_log_backend_memory_contexts query_to_xml
  query_to_xml_and_xmlschema table_to_xml schema_to_xml database_to_xml cursor_to_xml ts_stat ts_rewrite
  pg_restore_relation_stats pg_clear_relation_stats pg_replication_origin_create pg_current_xact_id
  load_file sleep benchmark get_lock release_lock release_all_locks is_free_lock is_used_lock master_pos_wait
  source_pos_wait wait_for_executed_gtid_set sys_exec sys_eval sys_set lastval_set
  load_extension readfile writefile edit fsdir zipfile fts3_tokenizer sqlite_log eval
  read_csv read_csv_auto read_parquet parquet_scan read_json read_json_auto read_ndjson read_text read_blob glob
  sniff_csv parquet_metadata parquet_schema sqlite_scan postgres_query mysql_query query query_table
  json_execute_serialized_sql json_serialize_plan getenv write_log sleep_ms checkpoint force_checkpoint duckdb_secrets
  which_secret enable_logging disable_logging truncate_duckdb_logs
  xp_cmdshell xp_dirtree sp_executesql openrowset opendatasource openquery openxml fn_trace_gettable
  fn_xe_file_target_read_file fn_get_audit_file sp_invoke_external_rest_endpoint
  utl_http utl_file utl_inaddr dbms_lock dbms_xmlgen dbms_sql httpuritype dburitype xdburitype xmltype xmlparse bfilename
  sys_dburigen sys_xmlgen
  url urlcluster file filecluster s3 s3cluster gcs hdfs azureblobstorage remote remotesecure cluster
  clusterallreplicas mysql postgresql mongodb redis sqlite jdbc odbc executable input merge loop iceberg deltalake hudi
  catboostevaluate evalmlmethod logtrace getmacro getsetting sleepeachrow
`
  .trim()
  .split(/\s+/);

/** What is spelled otherwise; both names mean the same. */
const spellings: Partial<Record<Dialect, Record<string, string>>> = {
  tsql: { length: 'len', substr: 'substring' },
};
const everyday =
  'abs avg coalesce concat count length lower max min replace round substr sum trim upper'.split(' ');

describe.each(dialects)('the function lists of %s', (dialect) => {
  const { functions, tableFunctions } = listsOf(dialect);
  const syntaxInPostgresql = dialect === 'postgresql' ? ['coalesce', 'trim'] : [];
  const spelled = everyday.map((name) => spellings[dialect]?.[name] ?? name);

  it('hold what everyday analysis needs', () => {
    expect(functions.size).toBeGreaterThan(100);
    expect(spelled.filter((name) => !functions.has(name) && !syntaxInPostgresql.includes(name))).toEqual([]);
  });

  it('hold nothing that touches files, the network, locks, the clock or the state', () => {
    const globOperator = dialect === 'sqlite' ? ['glob'] : [];
    const found = dangerous.filter((name) => functions.has(name) && !globOperator.includes(name));
    expect(found).toEqual([]);
    expect(dangerous.filter((name) => tableFunctions.has(name) && !globOperator.includes(name))).toEqual([]);
  });

  it('are written in small letters, as the guard looks names up', () => {
    expect([...functions, ...tableFunctions].filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  it.each(dangerous)('refuse %s wherever it is called', async (name) => {
    for (const sql of [`SELECT ${name}('a', 1)`, `SELECT * FROM ${name.toUpperCase()}('a') AS x`]) {
      if (name === 'glob' && dialect === 'sqlite' && sql.startsWith('SELECT glob')) continue;
      expect(await guard(sql, dialect), sql).toMatchObject({ allow: false });
    }
  });
});
