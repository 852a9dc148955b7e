const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Built-in functions of MySQL 8 and MariaDB 11, without those that read files, wait, lock, burn time, advance a sequence
 * or replicate state (load_file, sleep, benchmark, get_lock, release_lock, is_free_lock, master_pos_wait, wait_for_*,
 * nextval, setval, sys_exec, sys_eval, gtid and group_replication functions).
 */
export const mysqlFunctions = words(`
  abs acos adddate addtime aes_decrypt aes_encrypt any_value ascii asin atan atan2 avg bin bin_to_uuid bit_and bit_count
  bit_length bit_or bit_xor can_access_column can_access_database can_access_table cast ceil ceiling char char_length
  character_length charset chr coalesce coercibility collation compress concat concat_operator_oracle concat_ws
  connection_id conv convert convert_tz cos cot count crc32 crc32c cume_dist curdate current_date current_role
  current_time current_timestamp current_user curtime database date date_add date_format date_sub datediff day dayname
  dayofmonth dayofweek dayofyear decode decode_histogram decode_oracle default degrees dense_rank des_decrypt des_encrypt
  elt encode encrypt exp export_set extract extractvalue field find_in_set first_value floor format format_bytes
  format_pico_time found_rows from_base64 from_days from_unixtime get_format greatest group_concat grouping hex hour if
  ifnull inet6_aton inet6_ntoa inet_aton inet_ntoa insert instr interval is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6
  is_uuid isnull lag last_day last_insert_id last_value lastval lcase lead least left length lengthb ln localtime
  localtimestamp locate log log10 log2 lower lpad lpad_oracle ltrim ltrim_oracle make_set makedate maketime match max md5
  median microsecond mid min minute mod month monthname months_between name_const natural_sort_key now nth_value ntile
  nullif nvl nvl2 oct octet_length old_password ord password percent_rank percentile_cont percentile_disc period_add
  period_diff pi position pow power previous quarter quote radians rand random_bytes rank regexp_instr regexp_like
  regexp_replace regexp_substr repeat replace replace_oracle reverse right roles_graphml round row row_count row_number
  rownum rpad rpad_oracle rtrim rtrim_oracle schema sec_to_time second session_user sformat sha sha1 sha2 sign sin
  soundex space sqrt statement_digest statement_digest_text std stddev stddev_pop stddev_samp str_to_date strcmp subdate
  substr substr_oracle substring substring_index subtime sum sysdate system_user tan time time_format time_to_sec
  timediff timestamp timestampadd timestampdiff to_base64 to_char to_date to_days to_number to_seconds trim trim_oracle
  trunc truncate ucase uncompress uncompressed_length unhex unix_timestamp updatexml upper user utc_date utc_time
  utc_timestamp uuid uuid_short uuid_to_bin uuid_v4 uuid_v7 values var_pop var_samp variance version week weekday
  weekofyear weight_string xxh3 xxh32 year yearweek
  json_array json_array_append json_array_insert json_array_intersect json_arrayagg json_compact json_contains
  json_contains_path json_depth json_detailed json_equals json_exists json_extract json_insert json_key_value json_keys
  json_length json_loose json_merge json_merge_patch json_merge_preserve json_normalize json_object
  json_object_filter_keys json_object_to_array json_objectagg json_overlaps json_pretty json_query json_quote json_remove
  json_replace json_schema_valid json_schema_validation_report json_search json_set json_storage_free json_storage_size
  json_table json_type json_unquote json_valid json_value
  area asbinary astext aswkb aswkt boundary buffer centroid contains convexhull crosses dimension disjoint distance
  endpoint envelope equals exteriorring geomcollfromtext geomcollfromwkb geometrycollection geometryfromtext
  geometryfromwkb geometryn geometrytype geomfromtext geomfromwkb glength interiorringn intersects isclosed isempty
  issimple linefromtext linefromwkb linestring mbrcontains mbrcoveredby mbrcovers mbrdisjoint mbrequal mbrequals
  mbrintersects mbroverlaps mbrtouches mbrwithin mlinefromtext mpointfromtext mpolyfromtext multilinestring multipoint
  multipolygon numgeometries numinteriorrings numpoints overlaps point pointfromtext pointfromwkb pointn pointonsurface
  polyfromtext polygon polygonfromtext polyfromwkb srid startpoint touches within x y
  st_area st_asbinary st_asgeojson st_astext st_aswkb st_aswkt st_boundary st_buffer st_buffer_strategy st_centroid
  st_collect st_contains st_convexhull st_crosses st_difference st_dimension st_disjoint st_distance st_distance_sphere
  st_endpoint st_envelope st_equals st_exteriorring st_frechetdistance st_geohash st_geomcollfromtext
  st_geomcollfromtxt st_geomcollfromwkb st_geometrycollectionfromtext st_geometryfromtext st_geometryfromwkb
  st_geometryn st_geometrytype st_geomfromgeojson st_geomfromtext st_geomfromwkb st_hausdorffdistance
  st_interiorringn st_intersection st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid
  st_latfromgeohash st_latitude st_length st_linefromtext st_linefromwkb st_lineinterpolatepoint
  st_lineinterpolatepoints st_linestringfromtext st_longfromgeohash st_longitude st_makeenvelope st_mlinefromtext
  st_mpointfromtext st_mpolyfromtext st_multilinestringfromtext st_multipointfromtext st_multipolygonfromtext
  st_numgeometries st_numinteriorring st_numinteriorrings st_numpoints st_overlaps st_perimeter st_pointatdistance
  st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointn st_pointonsurface st_polyfromtext st_polyfromwkb
  st_polygonfromtext st_relate st_simplify st_srid st_startpoint st_swapxy st_symdifference st_touches st_transform
  st_union st_validate st_within st_x st_y
  vec_distance vec_distance_cosine vec_distance_euclidean vec_fromtext vec_totext string_to_vector vector_to_string
  vector_dim
  bit_xor ps_current_thread_id ps_thread_id icu_version unix_timestamp
`);
