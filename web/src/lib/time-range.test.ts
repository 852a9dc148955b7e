import { expect, it } from 'vitest';
import { windowOf } from './time-range.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const none = { range: undefined, from: undefined, to: undefined };

it('counts a period back from now', () => {
  expect(windowOf({ ...none, range: '1h' }, now)).toEqual({ from: '2026-11-21T11:00:00.000Z' });
});

it('takes times as they are, either of them missing', () => {
  const from = '2026-11-20T08:00:00.000Z';
  expect(windowOf({ ...none, from }, now)).toEqual({ from });
  expect(windowOf(none, now)).toEqual({});
});

it('leaves out what somebody wrote into the address that is no time', () => {
  expect(windowOf({ range: 'toString', from: 'yesterday', to: '' }, now)).toEqual({});
});
