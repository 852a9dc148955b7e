import type { ChatEvent } from '@sextant/contract/chat';
import type { Message } from '@sextant/contract/conversations';
import { expect, test } from 'vitest';
import { exchangesOf, startAnswer, withEvent } from './answer.ts';
import { validChart } from './valid-chart.ts';

const columns = [
  { name: 'country', type: 'VARCHAR', kind: 'text' },
  { name: 'customers', type: 'BIGINT', kind: 'integer' },
] as const;

function play(...events: ChatEvent[]) {
  return events.reduce(
    (answer, event, index) => withEvent(answer, event, 1000 + index),
    startAnswer('c1', 900),
  );
}

test('the events of a stream add up to a finished answer with rows in column order', () => {
  const answer = play(
    { type: 'progress', stage: 'analyzing', message: '…' },
    {
      type: 'result',
      sql: 'SELECT 1',
      data: [{ customers: 3, country: '中国' }, { customers: 1 }],
      rows_count: 2,
      columns: [...columns],
      truncated: false,
      execution_time: 0.25,
    },
    { type: 'text', text: '共 2 行' },
    { type: 'done', conversation_id: 'v', message_id: 'm' },
  );
  expect(answer.running).toBe(false);
  expect(answer.endedAt).toBe(1003);
  expect(answer.stages.map(({ stage }) => stage)).toEqual(['analyzing']);
  expect(answer.result?.rows).toEqual([
    ['中国', 3],
    [null, 1],
  ]);
  expect(answer.result?.milliseconds).toBe(250);
});

test('a chart over a column that the data lacks is not drawn', () => {
  const chart = {
    type: 'bar' as const,
    title: '',
    x: 'country',
    y: ['sales'],
    series: null,
    data: { columns: ['country', 'customers'], rows: [['中国', 3]] },
  };
  expect(validChart(play({ type: 'visualization', chart }).chart)).toBeNull();
  const drawn = play({ type: 'visualization', chart: { ...chart, y: ['customers'] } }).chart;
  expect(validChart(drawn)?.y).toEqual(['customers']);
});

test('stored messages become exchanges, also when an answer is missing or failed', () => {
  const message = (
    id: string,
    role: Message['role'],
    content: string,
    metadata?: Message['metadata'],
  ): Message => ({
    id,
    role,
    content,
    created_at: '2026-01-01T00:00:00Z',
    metadata,
  });
  const exchanges = exchangesOf([
    message('1', 'user', 'lost'),
    message('2', 'user', 'failed'),
    message('3', 'assistant', 'what happened', {
      error: { code: 'NOT_UNDERSTOOD', message: 'no', hint: 'try' },
    }),
    message('4', 'user', 'fine'),
    message('5', 'assistant', 'two rows', {
      sql: 'SELECT 1',
      columns: [...columns],
      rows: [['中国', 3]],
      rows_count: 2,
    }),
  ]);
  expect(exchanges.map(({ question, answer }) => [question, answer.text, answer.error?.code])).toEqual([
    ['lost', '', undefined],
    ['failed', '', 'NOT_UNDERSTOOD'],
    ['fine', 'two rows', undefined],
  ]);
  expect(exchanges[2]?.answer.result).toMatchObject({ rowsCount: 2, rows: [['中国', 3]] });
});
