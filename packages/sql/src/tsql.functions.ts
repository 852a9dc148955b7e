const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * SQL Server's built-in functions up to 2025, without those that open files, servers or SQL given as text, change the
 * session, advance a sequence or invoke an endpoint (openrowset, openquery, opendatasource, openxml, next value for,
 * change_tracking functions, xp_*, sp_invoke_external_rest_endpoint).
 */
export const tsqlFunctions = words(`
  abs acos app_name applock_mode applock_test approx_count_distinct approx_percentile_cont approx_percentile_disc ascii
  asin assemblyproperty asymkey_id asymkeyproperty atan atn2 avg base64_decode base64_encode binary_checksum bit_count
  cast ceiling cert_id certencoded certproperty char charindex checksum checksum_agg choose coalesce col_length col_name
  collationproperty columnproperty compress concat concat_ws connectionproperty context_info convert cos cot count
  count_big cube cume_dist current_date current_request_id current_timestamp current_timezone current_timezone_id
  current_transaction_id current_user cursor_status database_principal_id databaseproperty databasepropertyex datalength
  date_bucket dateadd datediff datediff_big datefromparts datename datepart datetime2fromparts datetimefromparts
  datetimeoffsetfromparts datetrunc day db_id db_name decompress decryptbyasymkey decryptbycert decryptbykey
  decryptbypassphrase degrees dense_rank difference edge_id_from_parts edit_distance edit_distance_similarity
  encryptbyasymkey encryptbycert encryptbykey encryptbypassphrase eomonth error_line error_message error_number
  error_procedure error_severity error_state exp file_id file_idex file_name filegroup_id filegroup_name
  filegroupproperty fileproperty fileproperyex filepropertyex first_value floor format formatmessage
  fulltextcatalogproperty fulltextserviceproperty generate_series get_bit get_filestream_transaction_context
  getansinull getdate getutcdate graph_id_from_edge_id graph_id_from_node_id greatest grouping grouping_id has_dbaccess
  has_perms_by_name hashbytes host_id host_name ident_current ident_incr ident_seed iif index_col indexkey_property
  indexproperty is_member is_objectsigned is_rolemember is_srvrolemember isdate isjson isnull isnumeric jaro_winkler_distance
  jaro_winkler_similarity json_array json_arrayagg json_contains json_modify json_object json_objectagg json_path_exists
  json_query json_value key_guid key_id key_name lag last_value lead least left left_shift len log log10 loginproperty
  lower ltrim max min min_active_rowversion month nchar newid newsequentialid node_id_from_parts ntile nullif
  object_definition object_id object_id_from_edge_id object_id_from_node_id object_name object_schema_name
  objectproperty objectpropertyex original_db_name original_login parse parsename patindex percent_rank
  percentile_cont percentile_disc permissions pi power product pwdcompare quotename radians rand rank regexp_count
  regexp_instr regexp_like regexp_replace regexp_substr replace replicate reverse right right_shift rollup round
  row_number rowcount_big rtrim schema_id schema_name scope_identity serverproperty session_context session_user
  sessionproperty set_bit sign signbyasymkey signbycert sin smalldatetimefromparts soundex space sql_variant_property
  sqrt square stats_date stdev stdevp str string_agg string_escape stuff substring sum suser_id suser_name suser_sid
  suser_sname switchoffset symkeyproperty sysdatetime sysdatetimeoffset system_user sysutcdatetime tan
  textptr textvalid timefromparts todatetimeoffset translate trigger_nestlevel trim try_cast try_convert try_parse
  type_id type_name typeproperty unicode unistr upper user user_id user_name var varp vector_distance vector_norm
  vector_normalize vectorproperty verifysignedbyasymkey verifysignedbycert xact_state year certprivatekey

`);

/** Table functions that make rows out of their arguments, or describe the catalog. */
export const tsqlTableFunctions = words(`
  string_split generate_series openjson regexp_matches regexp_split_to_table fn_builtin_permissions fn_helpcollations
  fn_listextendedproperty containstable freetexttable
`);

/** Table functions whose first argument is a table's name, written without quotes. */
export const tsqlSearchFunctions = words('containstable freetexttable');

/** Functions of the schema `sys` that describe the catalog or its statistics. */
export const tsqlSystemFunctions = words(`
  fn_builtin_permissions fn_helpcollations fn_listextendedproperty fn_my_permissions dm_db_index_physical_stats
  dm_db_index_operational_stats dm_db_stats_properties dm_db_stats_histogram dm_sql_referenced_entities
  dm_sql_referencing_entities dm_exec_sql_text dm_exec_query_plan dm_exec_describe_first_result_set_for_object fn_varbintohexstr fn_varbintohexsubstring
`);

/** Methods of XML, spatial and hierarchy values that only look; the calls that change one are statements. */
export const tsqlMethods = words(`
  value query exist nodes tostring getlevel getancestor isdescendantof getdescendant
  starea stasbinary stastext stboundary stbuffer stcentroid stcontains stconvexhull stcrosses stcurven stdifference
  stdimension stdisjoint stdistance stendpoint stenvelope stequals stexteriorring stgeometryn stgeometrytype
  stinteriorringn stintersection stintersects stisclosed stisempty stisring stissimple stisvalid stlength
  stnumgeometries stnuminteriorring stnumpoints stoverlaps stpointn stpointonsurface strelate stsrid ststartpoint
  stsymdifference sttouches stunion stwithin
`);

/** Hints that read as they are told and lock nothing that others need. */
export const tsqlTableHints = words(`
  NOLOCK READUNCOMMITTED READCOMMITTED READCOMMITTEDLOCK READPAST ROWLOCK PAGLOCK NOEXPAND FORCESEEK FORCESCAN INDEX
  SNAPSHOT NOWAIT SPATIAL_WINDOW_MAX_CELLS KEEPIDENTITY
`);

/** Words of an OPTION clause that choose a plan. */
export const tsqlQueryHints = words(`
  RECOMPILE MAXDOP MAXRECURSION FAST FORCE ORDER HASH MERGE LOOP CONCAT JOIN UNION GROUP KEEP KEEPFIXED PLAN ROBUST
  EXPAND VIEWS OPTIMIZE FOR UNKNOWN MIN_GRANT_PERCENT LABEL USE HINT IGNORE_NONCLUSTERED_COLUMNSTORE_INDEX
  NO_PERFORMANCE_SPOOL PARAMETERIZATION SIMPLE FORCED
`);

/** Reserved words that a server would take for the start of another statement or for a source outside the database. */
export const tsqlOutsideSources = words(
  'OPENROWSET OPENQUERY OPENDATASOURCE OPENXML PREDICT AI_GENERATE_EMBEDDINGS',
);
