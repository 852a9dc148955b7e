import type { Result } from '@sextant/contract/result';
import { useSyncExternalStore } from 'react';
import { onSignOut } from '../../../lib/session.ts';
import type { RunResult } from './run-result.ts';

/** The results below one editor tab. */
export interface TabResults {
  results: RunResult[];
  activeId: string | null;
  running: boolean;
}

const nothing: TabResults = { results: [], activeId: null, running: false };
const byTab = new Map<string, TabResults>();
const listeners = new Set<() => void>();
const flights = new Map<string, AbortController>();

// What one person has read is not for the next one on this machine.
onSignOut(() => {
  for (const flight of flights.values()) flight.abort();
  byTab.clear();
  publish();
});

function publish(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The results of an editor tab; they stay while the person visits other pages. */
export function useResults(tabId: string): TabResults {
  return useSyncExternalStore(subscribe, () => resultsOf(tabId));
}

/** Whether the tab is running something; unlike `useResults` it does not follow every batch of rows. */
export function useRunning(tabId: string): boolean {
  return useSyncExternalStore(subscribe, () => resultsOf(tabId).running);
}

export function resultsOf(tabId: string): TabResults {
  return byTab.get(tabId) ?? nothing;
}

export function changeResults(tabId: string, edit: (results: TabResults) => TabResults): void {
  byTab.set(tabId, edit(resultsOf(tabId)));
  publish();
}

export function changeResult(tabId: string, id: string, change: Partial<RunResult>): void {
  changeResults(tabId, (state) => ({
    ...state,
    results: state.results.map((one) => (one.id === id ? { ...one, ...change } : one)),
  }));
}

/** The smallest number no result of the tab has. */
export function nextNumber(tabId: string): number {
  const taken = new Set(resultsOf(tabId).results.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

/**
 * Clears the results that are replaced and not pinned, and marks the tab as running; the signal ends it. Null when it
 * is running already.
 */
export function beginRun(tabId: string, replaces: (result: RunResult) => boolean): AbortSignal | null {
  if (flights.has(tabId)) return null;
  const flight = new AbortController();
  flights.set(tabId, flight);
  changeResults(tabId, ({ results }) => {
    const kept = results.filter((one) => one.pinned || !replaces(one));
    return { results: kept, activeId: kept.at(-1)?.id ?? null, running: true };
  });
  return flight.signal;
}

export function endRun(tabId: string): void {
  flights.delete(tabId);
  if (byTab.has(tabId)) changeResults(tabId, (state) => ({ ...state, running: false }));
}

/** Stops what the tab is running, in the database too. */
export function stopRun(tabId: string): void {
  flights.get(tabId)?.abort();
}

export function showResult(tabId: string, id: string): void {
  changeResults(tabId, (state) => ({ ...state, activeId: id }));
}

export function addResult(tabId: string, result: RunResult): void {
  changeResults(tabId, (state) => ({
    ...state,
    results: [...state.results, result],
    activeId: result.id,
  }));
}

export function closeResult(tabId: string, id: string): void {
  changeResults(tabId, (state) => {
    const at = state.results.findIndex((one) => one.id === id);
    const results = state.results.filter((one) => one.id !== id);
    const neighbour = results[Math.min(at, results.length - 1)]?.id ?? null;
    return { ...state, results, activeId: state.activeId === id ? neighbour : state.activeId };
  });
}

/** Forgets the results of an editor tab that is closed, and stops what it runs. */
export function dropResults(tabId: string): void {
  stopRun(tabId);
  byTab.delete(tabId);
  publish();
}

/** Shows rows that came at once, such as a table's preview. */
export function doneResult(base: RunResult, result: Result): RunResult {
  return {
    ...base,
    status: 'done',
    endedAt: Date.now(),
    columns: result.columns,
    rows: result.rows,
    truncatedBy: result.truncated_by,
    seconds: result.execution_time,
  };
}
