import { useState } from 'react';
import { type ChartKind, isChartKind } from './chart-kinds.ts';

const storageKey = 'sextant.chart-kinds';
const mostRemembered = 300;

/**
 * The kind that somebody chose for a message, kept on this device; null while nothing was chosen. Without a
 * message the choice lasts as long as the page.
 */
export function useChartKind(messageId: string | null) {
  const [chosen, setChosen] = useState<{ of: string | null; kind: ChartKind } | null>(null);
  const kind = chosen?.of === messageId ? chosen.kind : messageId === null ? null : stored(messageId);
  const choose = (next: ChartKind) => {
    setChosen({ of: messageId, kind: next });
    if (messageId !== null) store(messageId, next);
  };
  return [kind, choose] as const;
}

function read(): [string, string][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is [string, string] => Array.isArray(one)) : [];
  } catch {
    return [];
  }
}

function stored(messageId: string): ChartKind | null {
  const kind = read().find(([id]) => id === messageId)?.[1];
  return isChartKind(kind) ? kind : null;
}

/** The latest choices only: a device is no archive. */
function store(messageId: string, kind: ChartKind): void {
  const others = read().filter(([id]) => id !== messageId);
  localStorage.setItem(storageKey, JSON.stringify([[messageId, kind], ...others].slice(0, mostRemembered)));
}
