import { z } from 'zod';

const fallback = z.locales.zhCN().localeError;

/** What is wrong with a field, in the words of a person; Zod's own Chinese stands in for the rare kinds. */
export const chineseMessages: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'too_small') return tooSmall(issue.origin, issue.minimum, issue.inclusive !== false);
  if (issue.code === 'too_big') return tooBig(issue.origin, issue.maximum, issue.inclusive !== false);
  if (issue.code === 'invalid_value') return `只能填 ${issue.values.map(String).join('、')}`;
  if (issue.code === 'invalid_format' && issue.format === 'email') return '不是有效的邮箱地址';
  if (issue.code === 'invalid_format' && issue.format === 'regex') return '格式不对';
  if (issue.code === 'invalid_type' && Object.hasOwn(kinds, issue.expected))
    return `须为${kinds[issue.expected]}`;
  return fallback(issue);
};

const kinds: Record<string, string> = {
  string: '文本',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
};
const counted: Record<string, string> = { string: '个字符', array: '项', set: '项' };

function tooSmall(origin: string, minimum: number | bigint, inclusive: boolean): string {
  const unit = counted[origin];
  if (unit) return minimum === 1 ? '不能为空' : `至少要有 ${minimum} ${unit}`;
  return inclusive ? `不能小于 ${minimum}` : `必须大于 ${minimum}`;
}

function tooBig(origin: string, maximum: number | bigint, inclusive: boolean): string {
  const unit = counted[origin];
  if (unit) return `最多 ${maximum} ${unit}`;
  return inclusive ? `不能大于 ${maximum}` : `必须小于 ${maximum}`;
}
