import { expect, test } from 'vitest';
import { tableComments } from './table-comments.ts';

test('comments beside columns are theirs, before or after the comma', () => {
  const comments = tableComments(`CREATE TABLE "客户" ( -- 客户表
    id INTEGER PRIMARY KEY, -- 编号
    "姓名" TEXT NOT NULL -- 姓名，不可空
      ,
    balance DECIMAL(10, 2) DEFAULT (1 + 2) /* 余额 */,
    note TEXT DEFAULT '-- not a comment',
    city TEXT,
    CHECK (balance > 0) -- a rule
  )`);
  expect(comments.table).toBe('客户表');
  expect(Object.fromEntries(comments.columns)).toEqual({ id: '编号', 姓名: '姓名，不可空', balance: '余额' });
});

test('a table without comments has none', () => {
  expect(tableComments('CREATE TABLE t (a, b)')).toEqual({ table: null, columns: new Map() });
});
