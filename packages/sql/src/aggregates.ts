const names = new Set(
  `count sum avg min max total group_concat string_agg array_agg listagg json_arrayagg json_objectagg json_agg jsonb_agg
   json_object_agg jsonb_object_agg json_group_array json_group_object xmlagg stddev stddev_pop stddev_samp std variance
   var_pop var_samp var stdev stdevp varp bit_and bit_or bit_xor bool_and bool_or every corr covar_pop covar_samp
   regr_slope regr_intercept regr_count regr_r2 median mode quantile quantile_cont quantile_disc approx_count_distinct
   approx_quantile percentile_cont percentile_disc any_value first last arg_min arg_max list histogram product
   count_big checksum_agg collect uniq uniqexact uniqcombined uniqhll12 grouparray groupuniqarray any anylast argmin
   argmax quantiles quantileexact topk grouping grouping_id`.split(/\s+/),
);

/** Whether a function makes one row of many; `-If` and the other endings of ClickHouse change nothing in that. */
export function isAggregate(name: string): boolean {
  const plain = name.toLowerCase();
  return (
    names.has(plain) || names.has(plain.replace(/(?:if|array|distinct|ornull|ordefault|merge|state)+$/, ''))
  );
}

export function isCount(name: string): boolean {
  return /^(?:approx_)?count|^uniq/i.test(name);
}

/** Whether a function adds up or averages, so that a row that stands twice counts twice. */
export function isSum(name: string): boolean {
  return /^(?:sum|avg|total|mean)(?:if)?$/i.test(name);
}
