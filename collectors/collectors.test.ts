import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Collector, ScriptRow } from '@sextant/contract/collector';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  checkDescription,
  type ScriptDescription,
} from '../server/src/features/scripts/script-description.ts';
import { findScriptFiles, type ScriptFile } from '../server/src/features/scripts/script-files.ts';
import { readParams } from '../server/src/features/scripts/script-params.ts';
import { pause } from './lib/pause.ts';
import { chinaReplays } from './replies/china.ts';
import { cryptoReplays } from './replies/crypto.ts';
import { eastmoneyReplays } from './replies/eastmoney.ts';
import type { Replay } from './replies/replay.ts';
import { bytesOf, type Fault, headersOf, startReplayServer } from './replies/replay-server.ts';
import { reportReplays } from './replies/reports.ts';
import { webReplays } from './replies/web.ts';
import { worldReplays } from './replies/world.ts';

vi.mock('./lib/pause.ts', () => ({ pause: vi.fn(async () => {}) }));
const waits = vi.mocked(pause);

const replays: Record<string, Replay> = {
  ...chinaReplays,
  ...cryptoReplays,
  ...eastmoneyReplays,
  ...reportReplays,
  ...webReplays,
  ...worldReplays,
};
/** Those read through the server; server/src/features/scripts/reading-scripts.test.ts runs them. */
const readThroughServer = ['inbox_files', 'sql_query'];
const all = (await findScriptFiles(import.meta.dirname)).files;
const files = all.filter(({ id }) => !readThroughServer.includes(id));
const unread = (): never => expect.unreachable('it has nothing to read through the server');
const scripts = files.map((file) => [file.id, file] as const);
let server: Awaited<ReturnType<typeof startReplayServer>>;

beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(() => server.close());
beforeEach(() => waits.mockClear());

async function load(file: ScriptFile): Promise<{ collector: Collector; description: ScriptDescription }> {
  const loaded = (await import(join(import.meta.dirname, file.path))) as { default: Collector };
  const collector = loaded.default;
  const checked = checkDescription({ collector: { ...collector, run: typeof collector.run } }, file);
  if ('problem' in checked) throw new Error(checked.problem.en);
  return { collector, description: checked.description };
}

async function run(file: ScriptFile, replay: Replay, fault: Fault | null = null) {
  const { collector, description } = await load(file);
  const { params, problems } = readParams(description.parameters, replay.params ?? {});
  expect(problems).toEqual([]);
  server.play(replay.replies, fault);
  const heard: number[] = [];
  const log: string[] = [];
  const context = {
    progress: (percent: number) => heard.push(percent),
    log: (message: string) => log.push(message),
    config: {},
    signal: new AbortController().signal,
    fetch: server.fetch,
    query: unread,
    inbox: { files: unread, rows: unread },
    state: null,
    remember: unread,
  };
  const rows: ScriptRow[] = [];
  for await (const yielded of collector.run(params as never, context)) rows.push(...[yielded].flat());
  return { rows, heard, log, description };
}

const failure = (file: ScriptFile, replay: Replay, fault: Fault): Promise<Error> =>
  run(file, replay, fault).then(
    () => expect.unreachable('it should have failed'),
    (error: Error) => error,
  );

const forms: Record<string, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  timestamp: (value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)),
  json: (value) => typeof value === 'object',
};

test('every script that ships is replayed, and no more', () => {
  expect(Object.keys(replays).sort()).toEqual(files.map(({ id }) => id).sort());
  expect(files.length).toBe(all.length - readThroughServer.length);
  expect(readdirSync(import.meta.dirname)).toContain('lib');
});

describe.each(scripts)('%s', (id, file) => {
  const replay = replays[id] as Replay;
  const status = (code: number, times: number, headers: Record<string, string> = {}): Fault => ({
    times,
    answer: (response) => response.writeHead(code, headers).end('<html>out of order</html>'),
  });
  const host = () => replay.replies[0]?.at.split('/')[0] ?? '';

  test('gives the rows of what its source answers, typed, and tells how far it is', async () => {
    const { rows, heard, description } = await run(file, replay);
    expect(rows).toEqual(replay.rows);
    expect(server.strays()).toEqual([]);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.every((percent) => percent > 0 && percent <= 100)).toBe(true);
    const { key, columns } = description.table;
    for (const row of rows) {
      for (const name of key ?? []) expect(row[name], name).toBeTruthy();
      for (const [name, type] of Object.entries(columns)) {
        expect(row, id).toHaveProperty([name]);
        if (row[name] !== null) expect(forms[type]?.(row[name]), `${name}: ${row[name]}`).toBe(true);
      }
    }
    const keys = rows.map((row) => JSON.stringify((key ?? Object.keys(row)).map((name) => row[name])));
    expect(new Set(keys).size).toBe(rows.length);
  });

  test('comes back when it is told to, after the time that it is told', async () => {
    const { rows } = await run(file, replay, status(429, 1, { 'retry-after': '7' }));
    expect(rows).toEqual(replay.rows);
    expect(waits.mock.calls.map(([ms]) => ms)).toContain(7000);
  });

  test('tries again after an error of the source and after a lost connection', async () => {
    expect((await run(file, replay, status(502, 2))).rows).toEqual(replay.rows);
    const broken: Fault = {
      times: 1,
      answer(response, reply) {
        const bytes = Buffer.from(bytesOf(reply));
        response.writeHead(200, { ...headersOf(reply), 'content-length': String(bytes.length + 10) });
        response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      },
    };
    // A stream has already given rows when it breaks, so it fails in place of beginning anew.
    if (id === 'csv_url') expect((await failure(file, replay, broken)).message).toBeTruthy();
    else expect((await run(file, replay, broken)).rows).toEqual(replay.rows);
  });

  test('gives up after four tries and names host, status and answer', async () => {
    const { message } = await failure(file, replay, status(503, 100));
    expect(message).toContain(`${host()}/`);
    expect(message).toContain('answered 503 Service Unavailable: <html>out of order</html>');
    expect(server.requests()).toBe(4);
  });

  test('does not try again what is refused for good', async () => {
    expect((await failure(file, replay, status(403, 100))).message).toContain('answered 403');
    expect(server.requests()).toBe(1);
  });

  test('takes a page in place of data for the error that it is', async () => {
    const page: Fault = {
      times: 100,
      answer: (response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><body>login\nplease</body></html>'),
    };
    expect((await failure(file, replay, page)).message).toMatch(/login|page|HTML|<html>/i);
  });

  test.skipIf(replay.anyForm)('says so when the answer has not the form that it should', async () => {
    const strange: Fault = { times: 100, answer: (response) => response.end('{"hello":[1]}') };
    expect((await failure(file, replay, strange)).message).toContain('hello');
  });
});
