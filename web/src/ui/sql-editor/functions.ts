import type { flavourOf } from './dialects.ts';

type Group = ReturnType<typeof flavourOf>['functions'];

const aggregates = 'avg count max min sum';
const windows = 'dense_rank first_value lag last_value lead ntile rank row_number';
const shared = `${aggregates} ${windows} abs ceil coalesce floor lower nullif replace round trim upper`;

/** Functions offered while typing, by group of engines; the guard allows more. */
const lists: Record<Group, string> = {
  standard: `${shared} char_length concat extract position substring`,
  postgresql:
    `${shared} age array_agg array_length bool_and bool_or cardinality char_length concat concat_ws date_part ` +
    'date_trunc exp extract format generate_series greatest initcap json_agg json_array_length json_build_object ' +
    'jsonb_agg jsonb_array_elements jsonb_build_object jsonb_extract_path_text jsonb_object_keys least left length ' +
    'ln log lpad ltrim make_date md5 mod now percent_rank percentile_cont percentile_disc position power random ' +
    'regexp_matches regexp_replace right rpad rtrim split_part sqrt stddev string_agg string_to_array strpos substr ' +
    'substring to_char to_date to_number to_timestamp translate trunc unnest variance width_bucket',
  mysql:
    `${shared} adddate char_length concat concat_ws convert curdate curtime date date_add date_format date_sub ` +
    'datediff day dayname dayofmonth dayofweek dayofyear exp field find_in_set format from_unixtime greatest ' +
    'group_concat hour if ifnull instr json_array json_arrayagg json_contains json_extract json_length json_object ' +
    'json_objectagg json_unquote json_value last_day least left length ln locate log lpad ltrim makedate md5 minute ' +
    'mod month monthname now percent_rank period_diff pow power quarter rand regexp_replace reverse right rpad ' +
    'rtrim second sqrt std stddev str_to_date substr substring substring_index sysdate time timestampadd ' +
    'timestampdiff truncate unix_timestamp utc_timestamp variance week weekday year yearweek',
  sqlite:
    `${shared} char date datetime format glob group_concat hex ifnull iif instr json json_array json_array_length ` +
    'json_each json_extract json_group_array json_group_object json_object json_type julianday length ltrim ' +
    'percent_rank printf quote random rtrim sign sqrt strftime substr time total typeof unicode unixepoch',
  duckdb:
    `${shared} age any_value approx_count_distinct arg_max arg_min array_agg bool_and bool_or concat concat_ws ` +
    'date_diff date_part date_trunc day dayname dayofweek epoch exp extract generate_series greatest histogram hour ' +
    'json_extract json_extract_string last_day least left length list list_aggregate list_contains list_sort ln log ' +
    'lpad ltrim make_date md5 median minute mod mode month monthname now percent_rank pow quantile quantile_cont ' +
    'quarter random range regexp_extract regexp_matches regexp_replace right rpad rtrim split_part sqrt stddev ' +
    'strftime string_agg string_split strptime struct_pack substring time_bucket today try_cast unnest variance week year',
  mssql:
    `${shared} ceiling charindex choose concat concat_ws convert cume_dist datalength dateadd datediff datefromparts ` +
    'datename datepart datetrunc day eomonth exp format getdate getutcdate iif isnull isnumeric json_query json_value ' +
    'left len log ltrim month openjson parse patindex percent_rank power quotename reverse right rtrim sign sqrt ' +
    'stdev string_agg string_split stuff substring switchoffset sysdatetime translate try_cast try_convert var year',
  oracle:
    `${shared} add_months concat cume_dist current_date decode extract greatest initcap instr json_query json_table ` +
    'json_value last_day least length listagg lpad ltrim median mod months_between next_day nvl nvl2 percent_rank ' +
    'percentile_cont power regexp_instr regexp_like regexp_replace regexp_substr rpad rtrim sign sqrt stddev substr ' +
    'sysdate systimestamp to_char to_date to_number to_timestamp translate trunc variance',
  clickhouse:
    `${shared} addDays addMonths any anyLast argMax argMin arrayConcat arrayCount arrayElement arrayFilter arrayJoin ` +
    'arrayMap arraySort avgIf concat countIf dateDiff dictGet empty endsWith extract formatDateTime groupArray ' +
    'groupUniqArray has if ifNull JSONExtract JSONExtractString length lowerUTF8 match median multiIf notEmpty now ' +
    'quantile quantileExact quantiles replaceRegexpAll splitByChar startsWith substring sumIf toDate toDateTime ' +
    'toDayOfWeek toFloat64 today toHour toInt64 toMonth topK toStartOfDay toStartOfHour toStartOfMonth ' +
    'toStartOfWeek toString toUInt64 toYear toYYYYMM tuple uniq uniqExact uniqIf upperUTF8 yesterday',
};

export function functionsOf(group: Group): string[] {
  return lists[group].split(' ');
}
