import { expect, test } from 'vitest';
import { ruleName } from './rule-name.ts';

test('a name in both languages is shown in one, and any other as it was written', () => {
  expect(ruleName('只读 · Readers', 'zh')).toBe('只读');
  expect(ruleName('90 天未登录 · Not seen for 90 days, or expired', 'en')).toBe(
    'Not seen for 90 days, or expired',
  );
  expect(ruleName('财务 · 只读', 'en')).toBe('财务 · 只读');
  expect(ruleName('Payroll · readers', 'zh')).toBe('Payroll · readers');
});
