import type { PreparedColumn, PreparedTable } from './catalog-index.ts';
import type { Plan } from './plan.ts';

const everything =
  /^的?(所有|全部|完整|详细|具体|基本)?的?(信息|资料|详情|数据|记录|明细|字段|内容)(是什么|有哪些|都?有什么)?\s*[.?!]*$/;
const secret = /(password|passwd|pwd|secret|token|salt|密码|口令|mima)/i;

/** 病人的所有信息: the words after the table ask for all that is known of a row. */
function asksForEverything(plan: Plan): boolean {
  const { draft, resolver } = plan;
  const mention = draft.selects.find((one) => one.noun.candidates[0]?.thing === resolver.entity);
  return mention !== undefined && everything.test(draft.text.slice(mention.noun.end));
}

/** Whether nothing but a key tells the rows of the table apart, which says nothing to a person. */
function isNameless(table: PreparedTable): boolean {
  return table.nameColumns.every((column) => column.isPrimary || column.role === 'key');
}

/** 列出行情, 最新的10条日志: rows as they are, not picked by anything but when they happened. */
function isPlainList(plan: Plan): boolean {
  const { draft, orders, rowConditions, having, shown } = plan;
  const newest = orders.every((order) => order.column?.role === 'time');
  return (
    newest &&
    (orders.length === 0 || (draft.limit ?? 1) > 1) &&
    rowConditions.every((condition) => condition.kind === 'period') &&
    having.length + shown.extras.length + shown.flags.length + draft.absences.length + plan.picked.length ===
      0
  );
}

/** The columns of a list whose question names none, where a name alone would not answer it; null elsewhere. */
export function wholeRow(plan: Plan): PreparedColumn[] | null {
  const { entity } = plan.resolver;
  if (!entity || plan.draft.when) return null;
  if (!asksForEverything(plan) && !(isNameless(entity) && isPlainList(plan))) return null;
  const columns = entity.columns.filter((column) => !secret.test(column.name));
  return columns.length > 0 ? columns : null;
}
