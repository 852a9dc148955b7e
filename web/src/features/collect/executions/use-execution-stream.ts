import {
  type Execution,
  type ExecutionEvent,
  executionEndpoints,
  type LogLine,
} from '@sextant/contract/executions';
import { useEffect, useState } from 'react';
import { callRaw } from '../../../lib/api-client.ts';
import { ApiError } from '../../../lib/api-error.ts';
import { readEventStream } from '../../../lib/event-stream.ts';
import { isUnderWay } from '../../../ui/StatusTag.tsx';

const againMilliseconds = 2000;
/** Older lines than these are not kept on the screen. */
const maxLines = 5000;

export interface FollowedExecution {
  execution: Execution | null;
  lines: LogLine[];
  /** Why it cannot be followed; null while it can. */
  error: unknown;
}

const nothing: FollowedExecution = { execution: null, lines: [], error: null };

/** An execution and its log, live until it has ended; a stream that breaks off is opened again. */
export function useExecutionStream(
  id: string | null,
  onEnd?: () => void,
): FollowedExecution & { reload: () => void } {
  const [state, setState] = useState(nothing);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn follows it anew, another listener does not
  useEffect(() => {
    setState(nothing);
    if (id === null) return;
    const stopped = new AbortController();
    void follow(id, stopped.signal, setState, onEnd);
    return () => stopped.abort();
  }, [id, turn]);
  return { ...state, reload: () => setTurn(turn + 1) };
}

type Change = (change: (before: FollowedExecution) => FollowedExecution) => void;

async function follow(id: string, signal: AbortSignal, change: Change, onEnd?: () => void): Promise<void> {
  let wasUnderWay = false;
  while (!signal.aborted) {
    try {
      const response = await callRaw(executionEndpoints.events, { params: { id }, signal });
      if (response.body === null) return;
      for await (const { data } of readEventStream(response.body)) {
        const event = JSON.parse(data) as ExecutionEvent;
        if (signal.aborted) return;
        change((before) => withEvent(before, event));
        if (event.type !== 'execution') continue;
        if (isUnderWay(event.execution.status)) wasUnderWay = true;
        else {
          if (wasUnderWay) onEnd?.();
          return;
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      change((before) => ({ ...before, error }));
      if (!(error instanceof ApiError) || (error.status >= 400 && error.status < 500)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
  }
}

export function withEvent(before: FollowedExecution, event: ExecutionEvent): FollowedExecution {
  if (event.type === 'execution') return { ...before, execution: event.execution, error: null };
  const known = before.lines.at(-1)?.number ?? -1;
  const fresh = event.lines.filter(({ number }) => number > known);
  return { ...before, lines: [...before.lines, ...fresh].slice(-maxLines) };
}
