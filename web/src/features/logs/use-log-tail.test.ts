import type { LogEntry } from '@sextant/contract/logs';
import { expect, it } from 'vitest';
import { mostShown, nothing, withEvent, withHeld } from './use-log-tail.ts';

function entries(...ids: number[]): LogEntry[] {
  return ids.map((id) => ({
    id,
    at: '2026-11-21T12:00:00.000Z',
    level: 'info',
    module: 'test',
    message: String(id),
    request_id: null,
    user: null,
    duration_ms: null,
    context: {},
  }));
}

it('holds what came back until it is shown, newest first', () => {
  const first = withHeld(withEvent(nothing, { type: 'entries', entries: entries(1, 2) }));
  const later = withEvent(first, { type: 'entries', entries: entries(3, 4) });
  expect(later.entries.map(({ id }) => id)).toEqual([2, 1]);
  expect(withHeld(later).entries.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  expect(withHeld(later).held).toEqual([]);
});

it('counts what was left out and keeps no more than fits the screen', () => {
  const many = entries(...Array.from({ length: mostShown + 5 }, (_, at) => at));
  const tail = withHeld(withEvent(nothing, { type: 'entries', entries: many }));
  expect(tail.entries).toHaveLength(mostShown);
  expect(tail.entries[0]?.id).toBe(mostShown + 4);
  expect(withEvent(tail, { type: 'skipped', count: 7 }).skipped).toBe(7);
});
