const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * Oracle's SQL functions up to 23ai, without those that parse XML with entities from other hosts, open files or URLs,
 * or run SQL given as text (xmltype, xmlparse, httpuritype, dburitype, bfilename, sys_dburigen, sys_xmlgen, dbms_*).
 */
export const oracleFunctions = words(`
  abs acos add_months any_value approx_count approx_count_distinct approx_count_distinct_agg approx_median
  approx_percentile approx_rank approx_sum ascii asciistr asin atan atan2 avg bin_to_num bit_and_agg bit_or_agg bitand
  bitmap_bit_position bitmap_bucket_number bitmap_count bitor bitxor cardinality cast ceil chartorowid checksum chr
  cluster_distance cluster_id cluster_probability cluster_set coalesce collation collect compose con_dbid_to_id
  con_name_to_id concat convert corr corr_k corr_s cos cosh cosine_distance count covar_pop covar_samp cube cume_dist
  current_date current_timestamp cursor cv dbtimezone decode decompose dense_rank deref dump empty_blob empty_clob every
  existsnode exp extract extractvalue feature_id feature_value first first_value floor from_tz fuzzy_match greatest
  group_id grouping grouping_id hextoraw initcap inner_product instr instr2 instr4 instrb instrc iteration_number
  json_array json_arrayagg json_equal json_exists json_mergepatch json_object json_objectagg json_query json_scalar
  json_serialize json_textcontains json_transform json_value kurtosis_pop kurtosis_samp l1_distance l2_distance lag last
  last_day last_value lead least length length2 length4 lengthb lengthc listagg ln lnnvl localtimestamp log lower lpad
  ltrim make_ref max median min mod months_between multiset nanvl nchr new_time next_day nls_charset_decl_len
  nls_charset_id nls_charset_name nls_collation_id nls_collation_name nls_initcap nls_lower nls_upper nlssort nth_value
  ntile nullif numtodsinterval numtoyminterval nvl nvl2 ora_dst_affected ora_dst_convert ora_dst_error ora_hash
  ora_invoking_user ora_invoking_userid percent_rank percentile_cont percentile_disc phonic_encode power powermultiset
  powermultiset_by_cardinality prediction prediction_probability presentnnv presentv previous rank ratio_to_report
  rawtohex rawtonhex ref reftohex regexp_count regexp_instr regexp_like regexp_replace regexp_substr regr_avgx regr_avgy
  regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy remainder replace rollup round
  round_ties_to_even row_number rowidtochar rowidtonchar rpad rtrim scn_to_timestamp sessiontimezone set sign sin sinh
  skewness_pop skewness_samp soundex sqrt standard_hash stats_binomial_test stats_crosstab stats_f_test stats_ks_test
  stats_mode stats_mw_test stats_one_way_anova stats_t_test_indep stats_t_test_one stats_t_test_paired stats_wsr_test
  stddev stddev_pop stddev_samp substr substr2 substr4 substrb substrc sum sys_connect_by_path sys_context
  sys_extract_utc sys_guid sys_op_map_nonnull sys_op_zone_id sys_typeid sysdate systimestamp tbl$or$idx$part$num tan tanh timestamp_to_scn
  to_approx_count_distinct to_approx_percentile to_binary_double to_binary_float to_blob to_boolean to_char to_clob
  to_date to_dsinterval to_lob to_multi_byte to_nchar to_nclob to_number to_single_byte to_timestamp to_timestamp_tz
  to_utc_timestamp_tz to_vector to_yminterval translate treat trim trunc tz_offset uid unistr upper user userenv
  validate_conversion value var_pop var_samp variance vector_distance vector_dimension_count vector_norm vsize
  width_bucket wm_concat xmlagg xmlattributes xmlcast xmlcdata xmlcolattval xmlcomment xmlconcat xmldiff xmlelement
  xmlexists xmlforest xmlisvalid xmlpatch xmlpi xmlquery xmlroot xmlsequence xmlserialize numtodsinterval raw
  contains score substrb within
  sdo_geom sdo_nn_distance
`);

/** Functions of Oracle's own packages that only compute. */
export const oraclePackageFunctions = words(`
  dbms_lob.getlength dbms_lob.substr dbms_lob.instr dbms_lob.compare dbms_random.value dbms_random.string
  dbms_random.normal dbms_utility.get_hash_value dbms_rowid.rowid_block_number dbms_rowid.rowid_object
  dbms_rowid.rowid_relative_fno dbms_rowid.rowid_row_number utl_raw.cast_to_varchar2 utl_raw.cast_to_raw
  utl_raw.cast_to_number utl_raw.length utl_raw.substr utl_encode.base64_encode utl_encode.base64_decode
  utl_i18n.raw_to_char utl_i18n.string_to_raw utl_match.edit_distance utl_match.edit_distance_similarity
  utl_match.jaro_winkler utl_match.jaro_winkler_similarity sdo_geom.sdo_distance sdo_geom.sdo_area sdo_geom.sdo_length
  sdo_geom.sdo_buffer sdo_geom.sdo_centroid sdo_geom.relate sdo_util.to_wktgeometry sdo_util.to_geojson
`);

/** Methods of XML and other object values that only look. */
export const oracleMethods = words(`
  getclobval getstringval getnumberval getblobval getrootelement getnamespace extract existsnode isfragment
  get_wkt get_wkb get_geojson
`);

/** Owners and packages whose parts can act without a parenthesis; a column's table is never called so. */
export const oraclePackages = /^(?:dbms|utl|apex|owa|htp|htf|ctx|sdo|wpg|xdb|sys|ords|mgmt|outln)(?:_|$)/;
