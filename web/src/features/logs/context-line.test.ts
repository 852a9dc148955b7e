import { expect, it } from 'vitest';
import { contextLine } from './context-line.ts';

it('says which request it was', () => {
  expect(contextLine({ method: 'GET', route: '/x/{id}', path: '/x/1', status: 200 })).toBe('GET /x/1 → 200');
});

it('lists plain values and leaves out what needs the drawer', () => {
  expect(contextLine({ rule: 'disk', tries: 2, is_late: false, err: { stack: '…' }, note: '' })).toBe(
    'rule=disk tries=2 is_late=false',
  );
  expect(contextLine({})).toBe('');
});
