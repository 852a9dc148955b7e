const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * SQLite's built-in functions, from `pragma function_list` of SQLite 3.53, without those that load code, write a log,
 * or read and write files (load_extension, fts3_tokenizer, sqlite_log, readfile, writefile, edit).
 */
export const sqliteFunctions = words(`
  abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling changes char coalesce concat concat_ws cos cosh count
  cume_dist current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format
  glob group_concat hex if ifnull iif instr julianday lag last_insert_rowid last_value lead length like likelihood
  likely ln log log10 log2 lower ltrim match max median min mod nth_value ntile nullif octet_length percent_rank
  percentile percentile_cont percentile_disc pi pow power printf quote radians random randomblob rank regexp replace
  round row_number rtrim sign sin sinh soundex sqlite_compileoption_get sqlite_compileoption_used sqlite_offset
  sqlite_source_id sqlite_version sqrt strftime string_agg substr substring subtype sum tan tanh time timediff total
  total_changes trim trunc typeof unhex unicode unistr unistr_quote unixepoch unlikely upper zeroblob
  json jsonb json_array jsonb_array json_array_insert jsonb_array_insert json_array_length json_error_position
  json_extract jsonb_extract json_group_array jsonb_group_array json_group_object jsonb_group_object json_insert
  jsonb_insert json_object jsonb_object json_patch jsonb_patch json_pretty json_quote json_remove jsonb_remove
  json_replace jsonb_replace json_set jsonb_set json_type json_valid
  bm25 highlight snippet offsets matchinfo
  geopoly_area geopoly_bbox geopoly_blob geopoly_ccw geopoly_contains_point geopoly_group_bbox geopoly_json
  geopoly_overlap geopoly_regular geopoly_svg geopoly_within geopoly_xform
  cast
`);

export const sqliteTableFunctions = words(`
  json_each json_tree jsonb_each jsonb_tree generate_series
  pragma_table_info pragma_table_xinfo pragma_table_list pragma_index_list pragma_index_info pragma_index_xinfo
  pragma_foreign_key_list pragma_function_list pragma_collation_list pragma_database_list pragma_compile_options
  pragma_module_list pragma_pragma_list pragma_encoding pragma_user_version pragma_schema_version pragma_page_count
  pragma_page_size
`);

export const sqliteNamedTableFunctions = words(
  'pragma_table_info pragma_table_xinfo pragma_index_list pragma_foreign_key_list',
);

/** PRAGMAs that only describe the schema, whatever their argument is. */
export const sqlitePragmas = words(`
  table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list function_list collation_list
  database_list compile_options module_list pragma_list
`);
