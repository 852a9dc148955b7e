import type { SavedQuery } from '@sextant/contract/saved-queries';
import { expect, test } from 'vitest';
import {
  activeTab,
  closeTab,
  duplicateTab,
  type EditorTabs,
  firstTabs,
  isDirty,
  moveTab,
  openSaved,
  openTab,
  readTabs,
  updateTab,
} from './editor-tabs.ts';

const saved: SavedQuery = {
  id: 'q1',
  name: 'Monthly',
  folder: 'Sales',
  description: '',
  connection_id: 'c1',
  sql: 'select :day',
  named_params: { day: '2026-01-31', least: 5, all: null },
  is_shared: false,
  version: 3,
  owner: 'admin',
  can_manage: true,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

function three(): EditorTabs {
  return openTab(openTab(firstTabs({ sql: 'one' }), { sql: 'two' }), { sql: 'three' });
}
const sqls = ({ tabs }: EditorTabs) => tabs.map(({ sql }) => sql);
const idOf = ({ tabs }: EditorTabs, sql: string) => tabs.find((tab) => tab.sql === sql)?.id ?? '';

test('closing shows a neighbour, and the last tab leaves an empty one on the same connection', () => {
  const state = three();
  const without = closeTab(state, idOf(state, 'three'));
  expect(activeTab(without).sql).toBe('two');
  expect(activeTab(closeTab(state, idOf(state, 'one'))).sql).toBe('three');
  const last = firstTabs({ sql: 'x', connectionId: 'c1' });
  expect(closeTab(last, last.activeId).tabs).toMatchObject([{ sql: '', connectionId: 'c1' }]);
});

test('a number that became free is given again', () => {
  const state = three();
  const next = openTab(closeTab(state, idOf(state, 'two')), {});
  expect(next.tabs.map(({ number }) => number)).toEqual([1, 3, 2]);
});

test('tabs move within their bounds', () => {
  const state = three();
  expect(sqls(moveTab(state, idOf(state, 'three'), 0))).toEqual(['three', 'one', 'two']);
  expect(sqls(moveTab(state, idOf(state, 'one'), 99))).toEqual(['two', 'three', 'one']);
  expect(moveTab(state, 'nobody', 0)).toBe(state);
});

test('a saved query opens once; a changed tab keeps its changes, an unchanged one takes the newer text', () => {
  const open = openSaved(three(), saved);
  const tab = activeTab(open);
  expect(tab.parameters).toEqual({
    day: { type: 'date', value: '2026-01-31' },
    least: { type: 'number', value: '5' },
    all: { type: 'null', value: '' },
  });
  expect(isDirty(tab)).toBe(false);
  const newer = { ...saved, sql: 'select 2', version: 4 };
  expect(activeTab(openSaved(open, newer)).sql).toBe('select 2');
  const changed = updateTab(open, tab.id, { sql: 'mine' });
  expect(isDirty(activeTab(changed))).toBe(true);
  const again = openSaved(changed, newer);
  expect(again.tabs).toHaveLength(4);
  expect(activeTab(again)).toMatchObject({ sql: 'mine', saved: { version: 3 } });
});

test('a copy stands beside its original and is no longer the saved query', () => {
  const open = openSaved(firstTabs(), saved);
  const copy = duplicateTab(open, open.activeId);
  expect(activeTab(copy)).toMatchObject({ sql: saved.sql, saved: null });
  expect(isDirty(activeTab(copy))).toBe(true);
});

test('what was stored is read again, and what is no longer readable is left alone', () => {
  const state = three();
  expect(readTabs(JSON.stringify(state))).toEqual(state);
  expect(readTabs(JSON.stringify({ ...state, activeId: 'gone' }))?.activeId).toBe(state.tabs[0]?.id);
  for (const broken of [null, '', '{', '{"tabs":[]}', '{"tabs":[{"id":1}],"activeId":"1"}']) {
    expect(readTabs(broken)).toBeNull();
  }
});
