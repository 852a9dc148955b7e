import type { MessageMetadata } from '@sextant/contract/conversations';
import { describe, expect, it } from 'vitest';
import { writeAnswer } from './answer-markdown.ts';

function answer(rows: (string | number | null)[][], more: Partial<MessageMetadata> = {}): string {
  const columns = [
    { name: 'name', type: 'text', kind: 'text' as const },
    { name: 'n', type: 'int', kind: 'integer' as const },
  ];
  const metadata = { sql: 'SELECT name, n FROM t', columns, rows, rows_count: rows.length, ...more };
  return writeAnswer('共计 3。', metadata);
}

describe('an answer as Markdown', () => {
  it('holds the statement, the table and the sentence', () => {
    expect(answer([['a', 1]])).toBe(
      '根据您的需求，我已生成以下SQL查询：\n\n```sql\nSELECT name, n FROM t\n```\n\n执行结果如下：\n\n| name | n |\n|------|------|\n| a | 1 |\n\n共计 3。',
    );
  });

  it('shows twenty rows and says how many there are', () => {
    const rows = Array.from({ length: 200 }, (_, index) => ['r', index]);
    const text = answer(rows, { rows_count: 1000, truncated: true });
    expect(text.match(/^\| r \|/gm)).toHaveLength(20);
    expect(text).toContain('（共 至少 1000 行，这里只显示前 20 行）');
    expect(answer(rows.slice(0, 20))).not.toContain('只显示');
  });

  it('says that there are no rows', () => {
    expect(answer([])).toContain('没有符合条件的数据');
  });

  it('lets no value become markup', () => {
    const text = answer([['a|b\nc <img src=x onerror=alert(1)> [x](javascript:1) `y`', null]]);
    expect(text).toContain(
      '| a\\|b c &lt;img src=x onerror=alert(1)> \\[x\\](javascript:1) \\`y\\` | NULL |',
    );
  });

  it('keeps a statement with backticks in its fence', () => {
    expect(answer([], { sql: 'SELECT ```' })).toContain('````sql\nSELECT ```\n````');
  });

  it('lists the choices of a question that was not clear', () => {
    const clarification = {
      question: '哪个日期？',
      choices: [{ label: '下单日期', question: '按下单日期统计' }],
    };
    expect(writeAnswer('哪个日期？', { sql: null, clarification })).toBe(
      '哪个日期？\n\n1. 下单日期：按下单日期统计\n\n请选择一项，把对应的问题发给我。',
    );
  });

  it('says what went wrong and which statement was tried', () => {
    const error = { code: 'QUERY_TIMEOUT' as const, message: '查询超时', hint: '请缩小范围' };
    expect(writeAnswer('查询超时', { sql: 'SELECT 1', error })).toBe(
      '抱歉，未能回答这个问题：查询超时\n\n请缩小范围\n\n尝试执行的SQL：\n\n```sql\nSELECT 1\n```',
    );
  });
});
