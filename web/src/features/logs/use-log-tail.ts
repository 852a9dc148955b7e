import { type LogEntry, type LogTailEvent, logEndpoints } from '@sextant/contract/logs';
import { useEffect, useState } from 'react';
import { callRaw } from '../../lib/api-client.ts';
import { ApiError } from '../../lib/api-error.ts';
import { readEventStream } from '../../lib/event-stream.ts';
import type { LogConditions } from './logs-queries.ts';

const againMilliseconds = 2000;
/** Older entries than these are not kept on the screen. */
export const mostShown = 1000;

export interface Tail {
  /** Newest first. */
  entries: LogEntry[];
  /** Came while it was paused; newest first. */
  held: LogEntry[];
  skipped: number;
  isConnected: boolean;
  /** Why it cannot be followed; null while it can. */
  error: unknown;
}

export const nothing: Tail = { entries: [], held: [], skipped: 0, isConnected: false, error: null };

/** Follows what is written to the log now; what comes while paused is held back and shown on going on. */
export function useLogTail(conditions: LogConditions) {
  const [tail, setTail] = useState(nothing);
  const [isPaused, setPaused] = useState(false);
  const asked = JSON.stringify(conditions);
  useEffect(() => {
    setTail(nothing);
    const stopped = new AbortController();
    void follow(JSON.parse(asked) as LogConditions, stopped.signal, setTail);
    return () => stopped.abort();
  }, [asked]);
  return {
    ...tail,
    entries: isPaused ? tail.entries : withHeld(tail).entries,
    isPaused,
    pause: () => {
      setTail(withHeld);
      setPaused(true);
    },
    resume: () => {
      setTail(withHeld);
      setPaused(false);
    },
    clear: () => setTail((before) => ({ ...before, entries: [], held: [], skipped: 0 })),
  };
}

type Change = (change: (before: Tail) => Tail) => void;

async function follow(query: LogConditions, signal: AbortSignal, change: Change): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await callRaw(logEndpoints.tail, { query, signal });
      change((before) => ({ ...before, isConnected: true, error: null }));
      if (response.body === null) return;
      for await (const { data } of readEventStream(response.body)) {
        if (signal.aborted) return;
        change((before) => withEvent(before, JSON.parse(data) as LogTailEvent));
      }
    } catch (error) {
      if (signal.aborted) return;
      change((before) => ({ ...before, error }));
      if (!(error instanceof ApiError) || (error.status >= 400 && error.status < 500)) return;
    }
    change((before) => ({ ...before, isConnected: false }));
    await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
  }
}

export function withEvent(before: Tail, event: LogTailEvent): Tail {
  if (event.type === 'skipped') return { ...before, skipped: before.skipped + event.count };
  return { ...before, held: [...event.entries.toReversed(), ...before.held].slice(0, mostShown) };
}

export function withHeld(before: Tail): Tail {
  if (before.held.length === 0) return before;
  return { ...before, entries: [...before.held, ...before.entries].slice(0, mostShown), held: [] };
}
