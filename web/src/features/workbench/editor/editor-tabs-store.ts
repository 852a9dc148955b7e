import { type EditorTabs, firstTabs, readTabs } from './editor-tabs.ts';

const writeAfterMilliseconds = 300;

export interface TabsStore {
  get: () => EditorTabs;
  change: (edit: (tabs: EditorTabs) => EditorTabs) => void;
  subscribe: (listener: () => void) => () => void;
}

const stores = new Map<string, TabsStore>();

/** The editor tabs of a person in this browser; they outlive a reload and are the same in all its windows. */
export function tabsStoreOf(userId: string): TabsStore {
  const known = stores.get(userId);
  if (known !== undefined) return known;
  const store = createTabsStore(`sextant.workbench-tabs.${userId}`);
  stores.set(userId, store);
  return store;
}

function createTabsStore(key: string): TabsStore {
  // Which tab is shown is each window's own.
  const activeKey = `${key}.active`;
  const read = (): EditorTabs | null => {
    const stored = readTabs(localStorage.getItem(key));
    const activeId = sessionStorage.getItem(activeKey);
    if (stored === null || activeId === null) return stored;
    return stored.tabs.some(({ id }) => id === activeId) ? { ...stored, activeId } : stored;
  };
  let state = read() ?? firstTabs();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const publish = () => {
    for (const listener of listeners) listener();
  };
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    sessionStorage.setItem(activeKey, state.activeId);
    try {
      localStorage.setItem(key, JSON.stringify(state));
    } catch {
      // Full: the tabs go on in memory, and the next smaller state is stored again.
    }
  };
  window.addEventListener('pagehide', () => {
    if (timer !== undefined) write();
  });
  window.addEventListener('storage', (event) => {
    if (event.key !== key || timer !== undefined) return;
    const other = read();
    if (other === null) return;
    const { activeId } = state;
    state = other.tabs.some(({ id }) => id === activeId) ? { ...other, activeId } : other;
    publish();
  });
  return {
    get: () => state,
    change: (edit) => {
      const next = edit(state);
      if (next === state) return;
      state = next;
      clearTimeout(timer);
      timer = setTimeout(write, writeAfterMilliseconds);
      publish();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
