import type { PreparedColumn } from './catalog-index.ts';
import { splitIdentifier } from './words.ts';

/** What a column is good for: finding rows, cutting time, adding up, telling groups apart, or reading. */
export type ColumnRole = 'key' | 'time' | 'year' | 'measure' | 'flag' | 'category' | 'text';

const timeWords = /^(date|datetime|timestamp|time|day|birthday|dob|at|日期|时间|日|时刻)$/;
const yearWords = /^(year|yr|年份|年度|年款|年)$/;
const keyWords = /^(id|key|uuid|guid|uid|编号|标识|号)$/;
const measureWords =
  /^(age|price|cost|amount|total|weight|height|size|rating|score|capacity|population|salary|quantity|count|number|length|duration|share|rank|average|gpa|grade|金额|单价|数量|年龄|成本|总额)$/;

function lastWords(column: PreparedColumn): string[] {
  return column.names.flatMap((name) => name.words.slice(-1).map((word) => word.exact));
}

/** The role of a column, from its kind and the words of its name and comment. */
export function columnRole(column: PreparedColumn): ColumnRole {
  const last = lastWords(column);
  const first = splitIdentifier(column.name)[0] ?? '';
  if (column.kind === 'date' || column.kind === 'datetime' || column.kind === 'time') return 'time';
  if (column.kind === 'boolean') return 'flag';
  if (/^是否/.test(column.comment ?? '') || isMark(column)) return 'flag';
  if (/^(is|has|can|allow)$/.test(first) || /(^|_)yn$/i.test(column.name)) return 'flag';
  if (last.some((word) => keyWords.test(word)) || (/[a-z]id$/i.test(column.name) && column.name.length <= 4))
    return 'key';
  if (last.some((word) => yearWords.test(word))) return 'year';
  const numeric = column.kind === 'integer' || column.kind === 'number';
  if (!numeric && namesTime(column)) return 'time';
  if (numeric) return column.isPrimary ? 'key' : 'measure';
  if (last.some((word) => measureWords.test(word)) && !/name$/i.test(column.name)) return 'measure';
  return /(type|category|status|kind|class|level|country|city|state|region|gender|method|类别|类型|状态|城市|国家|等级|方式|性别)$/i.test(
    last.join(' '),
  )
    ? 'category'
    : 'text';
}

/** An integer or boolean named by an adjective: `discontinued`, `archived`. */
function isMark(column: PreparedColumn): boolean {
  return (
    column.kind === 'integer' &&
    /^(active|enabled|disabled|deleted|discontinued|archived|verified|published|approved|cancelled|canceled|paid|closed)$/i.test(
      column.name,
    )
  );
}

function namesTime(column: PreparedColumn): boolean {
  return column.names.some((name) => {
    const words = name.words.map((word) => word.exact);
    const last = words.at(-1) ?? '';
    return timeWords.test(last) || words[0] === 'date' || /(日期|时间)$/.test(last);
  });
}
