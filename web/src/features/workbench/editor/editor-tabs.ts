import type { SavedQuery } from '@sextant/contract/saved-queries';
import { z } from 'zod';
import { emptyParameter, parametersOf, parameterTypes } from './parameters.ts';

const parameterSchema = z.object({ type: z.enum(parameterTypes), value: z.string() });

const editorTabSchema = z.object({
  id: z.string(),
  /** Empty for one without a name, which is then called by its number. */
  name: z.string(),
  number: z.number().int(),
  connectionId: z.string().nullable(),
  sql: z.string(),
  parameters: z.record(z.string(), parameterSchema),
  cursor: z.number().int().min(0),
  maxRows: z.number().int(),
  /** The saved query it shows, with the text as it was saved. */
  saved: z
    .object({ id: z.string(), version: z.number(), sql: z.string(), canManage: z.boolean() })
    .nullable(),
});
export type EditorTab = z.infer<typeof editorTabSchema>;

const editorTabsSchema = z.object({ tabs: z.array(editorTabSchema).min(1), activeId: z.string() });
export type EditorTabs = z.infer<typeof editorTabsSchema>;

export type TabSeed = Partial<Omit<EditorTab, 'id' | 'number'>>;

export const rowCaps = [1_000, 10_000, 100_000] as const;

function newTab(tabs: readonly EditorTab[], seed: TabSeed): EditorTab {
  const taken = new Set(tabs.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return {
    name: '',
    connectionId: null,
    sql: '',
    parameters: {},
    cursor: 0,
    maxRows: rowCaps[0],
    saved: null,
    ...seed,
    id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    number,
  };
}

export function firstTabs(seed: TabSeed = {}): EditorTabs {
  const tab = newTab([], seed);
  return { tabs: [tab], activeId: tab.id };
}

/** Tabs as they were stored; null when there are none that can be read. */
export function readTabs(stored: string | null): EditorTabs | null {
  if (stored === null) return null;
  try {
    const { tabs, activeId } = editorTabsSchema.parse(JSON.parse(stored));
    return { tabs, activeId: tabs.some(({ id }) => id === activeId) ? activeId : tabs[0]!.id };
  } catch {
    return null;
  }
}

export function activeTab({ tabs, activeId }: EditorTabs): EditorTab {
  return tabs.find(({ id }) => id === activeId) ?? tabs[0]!;
}

/** Opens a tab at the end and shows it. */
export function openTab({ tabs }: EditorTabs, seed: TabSeed): EditorTabs {
  const tab = newTab(tabs, seed);
  return { tabs: [...tabs, tab], activeId: tab.id };
}

/** Opens a saved query, or shows the tab that has it; an unchanged tab takes over the newer text. */
export function openSaved(state: EditorTabs, query: SavedQuery): EditorTabs {
  const seed = seedOf(query);
  const open = state.tabs.find(({ saved }) => saved?.id === query.id);
  if (open === undefined) return openTab(state, seed);
  const shown = { ...state, activeId: open.id };
  return isDirty(open) ? shown : updateTab(shown, open.id, seed);
}

/** What a tab takes over from a saved query. */
export function seedOf(query: SavedQuery): TabSeed {
  return {
    name: query.name,
    connectionId: query.connection_id,
    sql: query.sql,
    parameters: parametersOf(query.named_params),
    saved: { id: query.id, version: query.version, sql: query.sql, canManage: query.can_manage },
  };
}

/** The last tab never goes: an empty one takes its place. */
export function closeTab(state: EditorTabs, id: string): EditorTabs {
  const at = state.tabs.findIndex((tab) => tab.id === id);
  const tabs = state.tabs.filter((tab) => tab.id !== id);
  if (tabs.length === 0) return firstTabs({ connectionId: state.tabs[0]?.connectionId ?? null });
  const neighbour = tabs[Math.min(at, tabs.length - 1)]!;
  return { tabs, activeId: state.activeId === id ? neighbour.id : state.activeId };
}

export function updateTab(state: EditorTabs, id: string, change: TabSeed): EditorTabs {
  return { ...state, tabs: state.tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) };
}

/** Puts a tab at another place; `to` is its index afterwards. */
export function moveTab(state: EditorTabs, id: string, to: number): EditorTabs {
  const moved = state.tabs.find((tab) => tab.id === id);
  if (moved === undefined) return state;
  const tabs = state.tabs.filter((tab) => tab.id !== id);
  tabs.splice(Math.max(0, Math.min(to, tabs.length)), 0, moved);
  return { ...state, tabs };
}

export function duplicateTab(state: EditorTabs, id: string): EditorTabs {
  const original = state.tabs.find((tab) => tab.id === id);
  if (original === undefined) return state;
  const copy = newTab(state.tabs, { ...original, saved: null });
  const at = state.tabs.indexOf(original);
  return { tabs: state.tabs.toSpliced(at + 1, 0, copy), activeId: copy.id };
}

/** Whether closing it loses something that is saved nowhere. */
export function isDirty({ sql, saved }: EditorTab): boolean {
  return saved === null ? sql.trim() !== '' : sql !== saved.sql;
}

export function parameterAt(tab: EditorTab, name: string) {
  return tab.parameters[name] ?? emptyParameter;
}
