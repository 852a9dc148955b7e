import type { SavedQuery } from '@sextant/contract/saved-queries';
import { useMemo, useSyncExternalStore } from 'react';
import { useMe } from '../../../lib/shared-queries.ts';
import { dropResults } from '../results/run-store.ts';
import {
  activeTab,
  closeTab,
  duplicateTab,
  type EditorTab,
  moveTab,
  openSaved,
  openTab,
  type TabSeed,
  updateTab,
} from './editor-tabs.ts';
import { tabsStoreOf } from './editor-tabs-store.ts';

/** The editor tabs of the signed-in person and what can be done to them. */
export interface EditorTabsHandle {
  tabs: EditorTab[];
  active: EditorTab;
  show: (id: string) => void;
  /** Gives the id of the new tab. */
  open: (seed: TabSeed) => string;
  openSaved: (query: SavedQuery) => void;
  close: (id: string) => void;
  update: (id: string, change: TabSeed) => void;
  move: (id: string, to: number) => void;
  duplicate: (id: string) => void;
}

export function useEditorTabs(): EditorTabsHandle {
  const store = tabsStoreOf(useMe().data?.id ?? '');
  const state = useSyncExternalStore(store.subscribe, store.get);
  const actions = useMemo(
    () => ({
      show: (id: string) => store.change((tabs) => ({ ...tabs, activeId: id })),
      open: (seed: TabSeed) => {
        store.change((tabs) => openTab(tabs, seed));
        return store.get().activeId;
      },
      openSaved: (query: SavedQuery) => store.change((tabs) => openSaved(tabs, query)),
      close: (id: string) => {
        dropResults(id);
        store.change((tabs) => closeTab(tabs, id));
      },
      update: (id: string, change: TabSeed) => store.change((tabs) => updateTab(tabs, id, change)),
      move: (id: string, to: number) => store.change((tabs) => moveTab(tabs, id, to)),
      duplicate: (id: string) => store.change((tabs) => duplicateTab(tabs, id)),
    }),
    [store],
  );
  return { ...actions, tabs: state.tabs, active: activeTab(state) };
}
