import { expect, it } from 'vitest';
import { z } from 'zod';
import { chineseMessages } from './chinese-messages.ts';

const cases: [z.ZodType, unknown, string][] = [
  [z.string().min(8), 'short', '至少要有 8 个字符'],
  [z.string().min(1), '', '不能为空'],
  [z.string().max(3), 'long', '最多 3 个字符'],
  [z.array(z.string()).min(2), ['x'], '至少要有 2 项'],
  [z.number().min(1), 0, '不能小于 1'],
  [z.number().positive(), 0, '必须大于 0'],
  [z.number().max(5), 6, '不能大于 5'],
  [z.enum(['admin', 'user']), 'king', '只能填 admin、user'],
  [z.email(), 'bad', '不是有效的邮箱地址'],
];

it.each(cases)(
  'says in Chinese what is wrong, without words of the library: %#',
  (schema, value, message) => {
    const { error } = schema.safeParse(value, { error: chineseMessages });
    expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
  },
);

it('leaves the words of a schema of its own alone', () => {
  const schema = z.string().min(3, '用户名太短');
  expect(schema.safeParse('x', { error: chineseMessages }).error?.issues[0]?.message).toBe('用户名太短');
});
