import { expect, it } from 'vitest';
import { auditAction, auditObject } from './audit-words.ts';

it('says what was done in both languages', () => {
  expect(auditAction('connection.created')).toEqual({ zh: '新建连接', en: 'created connection' });
  expect(auditAction('sign_in.failed')).toEqual({ zh: '登录失败', en: 'failed to sign in' });
  expect(auditObject('saved_query').zh).toBe('保存的查询');
});

it('leaves what it does not know as it was recorded', () => {
  expect(auditAction('ship.sunk')).toEqual({ zh: 'ship.sunk', en: 'ship.sunk' });
  expect(auditObject('ship')).toEqual({ zh: 'ship', en: 'ship' });
});
