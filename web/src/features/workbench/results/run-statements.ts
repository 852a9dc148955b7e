import { errorStatus } from '@sextant/contract/envelope';
import { schemaBrowserEndpoints } from '@sextant/contract/schema-browser';
import { type RunEvent, workbenchEndpoints } from '@sextant/contract/workbench';
import type { QueryClient } from '@tanstack/react-query';
import { call, callRaw } from '../../../lib/api-client.ts';
import { ApiError, errorOfFailedFetch } from '../../../lib/api-error.ts';
import { readNdjson } from '../../../lib/ndjson.ts';
import { afterEvent, type RunRequest, type RunResult, startResult } from './run-result.ts';
import { addResult, beginRun, changeResult, doneResult, endRun, nextNumber } from './run-store.ts';

const publishAfterMilliseconds = 150;
const cancelWaitMilliseconds = 3000;

/** Which lists change when something has been run. */
export const historyKey = ['query-runs'];

/** Runs statements one after the other, each into a result of its own; stops at the first that fails or is stopped. */
export async function runStatements(
  client: QueryClient,
  tabId: string,
  requests: readonly RunRequest[],
): Promise<void> {
  await inFlight(
    client,
    tabId,
    () => true,
    async (signal) => {
      for (const request of requests) {
        const result = begin(tabId, request, 'rows');
        const went = await settle(tabId, result, signal, () => streamRun(tabId, result, signal));
        if (!went) return;
      }
    },
  );
}

/** Asks how the database would run a statement. */
export async function explainStatement(
  client: QueryClient,
  tabId: string,
  request: RunRequest,
): Promise<void> {
  await inFlight(client, tabId, isPlan, async (signal) => {
    const result = begin(tabId, request, 'plan');
    await settle(tabId, result, signal, async () => {
      const plan = await call(workbenchEndpoints.explain, {
        params: { id: request.connectionId },
        body: { sql: request.sql, named_params: request.parameters },
        signal,
      });
      changeResult(tabId, result.id, { plan, status: 'done', endedAt: Date.now() });
    });
  });
}

/** Shows the first rows of a table in a result of its own. */
export async function previewTable(
  client: QueryClient,
  tabId: string,
  connectionId: string,
  table: { schema: string | null; name: string },
): Promise<void> {
  await inFlight(client, tabId, isPreview, async (signal) => {
    const request = { connectionId, sql: table.name, from: null, parameters: {}, maxRows: 100 };
    const result = { ...startResult(request, newId(), nextNumber(tabId)), title: table.name };
    addResult(tabId, result);
    await settle(tabId, result, signal, async () => {
      const { sql, ...rows } = await call(schemaBrowserEndpoints.preview, {
        params: { id: connectionId },
        query: { schema: table.schema ?? undefined, name: table.name, limit: request.maxRows },
        signal,
      });
      changeResult(tabId, result.id, { ...doneResult(result, rows), sql });
    });
  });
}

const isPlan = ({ kind }: RunResult) => kind === 'plan';
const isPreview = ({ title }: RunResult) => title !== null;

async function inFlight(
  client: QueryClient,
  tabId: string,
  replaces: (result: RunResult) => boolean,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const signal = beginRun(tabId, replaces);
  if (signal === null) return;
  try {
    await work(signal);
  } finally {
    endRun(tabId);
    void client.invalidateQueries({ queryKey: historyKey });
  }
}

function begin(tabId: string, request: RunRequest, kind: RunResult['kind']): RunResult {
  const result = startResult(request, newId(), nextNumber(tabId), kind);
  addResult(tabId, result);
  return result;
}

function newId(): string {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
}

/** Whether the work ended well; what went wrong is kept in the result. */
async function settle(
  tabId: string,
  { id }: RunResult,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const cancelled =
      signal.aborted || (error instanceof ApiError && ['ABORTED', 'CANCELLED'].includes(error.code));
    changeResult(tabId, id, {
      status: cancelled ? 'cancelled' : 'failed',
      error: cancelled ? null : error,
      endedAt: Date.now(),
    });
    return false;
  }
}

/** The fetch outlives the wish to stop until the server has been told, so that what has come stays on the screen. */
async function streamRun(tabId: string, result: RunResult, stop: AbortSignal): Promise<void> {
  const flight = new AbortController();
  let runId: string | null = null;
  const onStop = () => {
    if (runId === null) flight.abort();
    else {
      void call(workbenchEndpoints.cancel, { params: { id: runId } }).catch(() => flight.abort());
      setTimeout(() => flight.abort(), cancelWaitMilliseconds);
    }
  };
  stop.addEventListener('abort', onStop, { once: true });
  const rows: RunResult['rows'] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const publish = (change: Partial<RunResult>) => {
    clearTimeout(timer);
    timer = undefined;
    changeResult(tabId, result.id, { ...change, rows: rows.slice() });
  };
  // By a timer, so that between two drawings there is always time to read, however long drawing takes.
  const publishSoon = () => {
    timer ??= setTimeout(() => publish({}), publishAfterMilliseconds);
  };
  try {
    const response = await callRaw(workbenchEndpoints.run, {
      params: { id: result.connectionId },
      body: { sql: result.sql, named_params: result.parameters, max_rows: result.maxRows },
      signal: flight.signal,
    });
    if (response.body === null) throw brokenOff();
    let ended = false;
    for await (const event of readNdjson<RunEvent>(response.body)) {
      if (event.type === 'error') throw errorOfEvent(event, response.headers.get('x-request-id'));
      if (event.type === 'started') {
        runId = event.run_id;
        if (stop.aborted) onStop();
      }
      const change = afterEvent(event, rows);
      ended ||= event.type === 'end';
      if (event.type === 'rows') publishSoon();
      else publish(change);
    }
    if (!ended) throw brokenOff();
  } catch (error) {
    publish({});
    throw error instanceof ApiError ? error : errorOfFailedFetch(error);
  } finally {
    stop.removeEventListener('abort', onStop);
  }
}

function errorOfEvent({ error }: Extract<RunEvent, { type: 'error' }>, requestId: string | null): ApiError {
  const { code, message, details } = error;
  return new ApiError(message, { status: errorStatus[code], code, details, requestId });
}

function brokenOff(): ApiError {
  return new ApiError('The result broke off', { status: 0, code: 'NETWORK' });
}
