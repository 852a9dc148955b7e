import type { LogLine } from '@sextant/contract/executions';
import { expect, test } from 'vitest';
import { type FollowedExecution, withEvent } from './use-execution-stream.ts';

const line = (number: number): LogLine => ({
  number,
  at: '2026-01-31T00:00:00Z',
  level: 'info',
  message: `${number}`,
});

test('log lines that come again after the stream broke off are not shown twice', () => {
  const before: FollowedExecution = { execution: null, lines: [line(1), line(2)], error: null };
  const after = withEvent(before, { type: 'log', lines: [line(1), line(2), line(3)] });
  expect(after.lines.map(({ number }) => number)).toEqual([1, 2, 3]);
});
