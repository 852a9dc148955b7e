import type { LogEntry } from '@sextant/contract/logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';
import { openDatabase } from '../../platform/db/open-database.ts';
import type { LogEntry as StoredEntry } from '../../platform/log/log-entry.ts';
import { createLogStore, type LogStore } from '../../platform/log/log-store.ts';

describeOnBothStores('the log', (metadata) => {
  let test: TestApp;
  let store: LogStore;
  let closeStore: () => Promise<void>;

  /** As another process of the product would write it. */
  async function write(...entries: Partial<StoredEntry>[]): Promise<void> {
    for (const entry of entries) store.add(entryWith(entry));
    await store.flush();
  }

  async function search(query: string): Promise<LogEntry[]> {
    const answer = await test.admin.get(`/logs?${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data.entries;
  }

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    const { db } = await openDatabase(test.config);
    store = createLogStore(db);
    closeStore = () => db.destroy();
  });
  afterAll(async () => {
    await closeStore();
    await test.close();
  });

  it('is for administrators', async () => {
    for (const role of ['user', 'operator'] as const) {
      const somebody = await test.newUser(role);
      expect((await somebody.get('/logs')).status).toBe(403);
      expect((await somebody.get('/logs/tail')).status).toBe(403);
      expect((await somebody.get('/logs/export')).status).toBe(403);
    }
  });

  it('is found by Chinese and English text, level, module, user, request and time', async () => {
    await write(
      {
        message: '登录失败次数过多',
        level: 'warn',
        module: 'auth',
        user: '张三',
        at: '2026-01-05T08:00:00.000Z',
      },
      {
        message: 'Pool Exhausted',
        level: 'error',
        module: 'db',
        requestId: 'req-7',
        context: { 主机: '数据库甲' },
      },
    );
    expect((await search('q=失败次数')).map(({ message }) => message)).toEqual(['登录失败次数过多']);
    expect((await search('q=pool exh')).map(({ message }) => message)).toEqual(['Pool Exhausted']);
    expect(await search('q=数据库甲')).toHaveLength(1);
    expect(await search('q=100%')).toEqual([]);
    expect(await search('level=error,fatal&module=db')).toHaveLength(1);
    expect(await search(`user=${encodeURIComponent('张三')}`)).toHaveLength(1);
    expect(await search('request_id=req-7')).toHaveLength(1);
    expect(await search('from=2026-01-05T16:00:00%2B08:00&to=2026-01-05T16:00:01%2B08:00')).toHaveLength(1);
    expect(await search('from=2026-01-05T16:00:01%2B08:00&to=2026-01-05T17:00:00%2B08:00')).toEqual([]);
  });

  it('names what is wrong with a filter', async () => {
    const level = await test.admin.get('/logs?level=loud');
    expect(level.status).toBe(422);
    expect(level.body.error.message).toContain('loud');
    expect((await test.admin.get('/logs?cursor=7')).body.error.details.fields.cursor[0]).toContain(
      'next_cursor',
    );
    expect((await test.admin.get('/logs?from=yesterday')).status).toBe(422);
    const window = 'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z';
    expect((await test.admin.get(`/logs/statistics?${window}`)).status).toBe(422);
  });

  it('pages through entries of one moment without losing or repeating any', async () => {
    const at = '2026-02-01T00:00:00.000Z';
    await write(
      ...Array.from({ length: 25 }, (_, index) => ({ at, module: 'paged', message: `line ${index}` })),
    );
    for (const filter of ['module=paged', 'module=paged&q=line']) {
      const seen: string[] = [];
      let cursor = '';
      for (;;) {
        const { data } = (await test.admin.get(`/logs?${filter}&limit=10${cursor}`)).body;
        seen.push(...data.entries.map(({ message }: LogEntry) => message));
        if (data.next_cursor === null) break;
        cursor = `&cursor=${data.next_cursor}`;
      }
      expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `line ${24 - index}`));
    }
  });

  it('counts over time, also what lies on a clock that jumped', async () => {
    await write(
      { at: '2026-03-01T10:01:00.000Z', level: 'error', module: 'a' },
      { at: '2026-03-01T10:07:00.000Z', level: 'warn', module: 'a' },
      { at: '2026-03-01T10:02:00.000Z', level: 'info', module: 'b' },
    );
    const window = 'from=2026-03-01T10:00:00Z&to=2026-03-01T11:00:00Z';
    const { data } = (await test.admin.get(`/logs/statistics?${window}`)).body;
    expect(data).toMatchObject({ total: 3, error_rate: 33.33, bucket_seconds: 300 });
    expect(data.levels).toEqual({ debug: 0, info: 1, warn: 1, error: 1, fatal: 0 });
    expect(data.modules).toEqual([
      { module: 'a', count: 2 },
      { module: 'b', count: 1 },
    ]);
    expect(data.buckets).toHaveLength(12);
    expect(data.buckets[0]).toMatchObject({ at: '2026-03-01T10:00:00.000Z', info: 1, warn: 0, error: 1 });
    expect(data.buckets[1]).toMatchObject({ info: 0, warn: 1 });
  });

  it('groups errors that differ only in numbers and names', async () => {
    const module = 'grouping';
    await write(
      { level: 'error', module, message: 'task 17 of "shop" failed', at: '2026-03-02T00:00:00.000Z' },
      { level: 'error', module, message: 'task 18 of "bank" failed', at: '2026-03-02T01:00:00.000Z' },
      { level: 'error', module, message: 'disk is full', at: '2026-03-02T02:00:00.000Z' },
      { level: 'info', module, message: 'task 19 of "shop" done' },
    );
    await write({ level: 'error', module, message: 'task 99 of "x" failed', at: '2026-03-02T03:00:00.000Z' });
    const { groups } = (await test.admin.get(`/logs/errors?module=${module}`)).body.data;
    expect(groups.map(({ message, count }: { message: string; count: number }) => [message, count])).toEqual([
      ['task 99 of "x" failed', 3],
      ['disk is full', 1],
    ]);
    expect(groups[0]).toMatchObject({
      first_at: '2026-03-02T00:00:00.000Z',
      last_at: '2026-03-02T03:00:00.000Z',
    });
    const newest = await test.admin.get(`/logs/entries/${groups[0].last_id}`);
    expect(newest.body.data.message).toBe('task 99 of "x" failed');
  });

  it('is exported as CSV and JSON, without formulas', async () => {
    const at = '2026-03-03T00:00:00.000Z';
    await write(
      { at, module: 'exported', message: '=cmd()', context: { a: '"quoted"' } },
      { at, module: 'exported', message: '两行\n文字' },
    );
    const csv = await test.admin.get('/logs/export?module=exported');
    expect(csv.headers['content-disposition']).toContain('.csv');
    expect(csv.text.startsWith('\ufeffid,at,level')).toBe(true);
    expect(csv.text).toContain(`,'=cmd(),`);
    const json = await test.admin.get('/logs/export?module=exported&format=json');
    expect(json.body.map(({ message }: LogEntry) => message)).toEqual(['=cmd()', '两行\n文字']);
    expect(json.body[0].context).toEqual({ a: '"quoted"' });
    expect((await test.admin.get('/logs/export?module=nothing&format=json')).body).toEqual([]);
  });

  it('has every request with its route, status, time and user, and no secret', async () => {
    test.app.start();
    await test.admin.get(`/users/${test.admin.userId}?token=hush`);
    const [entry] = await eventually(async () => {
      const rows = await search(`module=http&q=${test.admin.userId}`);
      return rows.length > 0 ? rows : null;
    });
    expect(entry).toMatchObject({ level: 'info', user: 'admin', duration_ms: expect.any(Number) });
    expect(entry?.context).toEqual({
      method: 'GET',
      route: '/api/v1/users/:id',
      path: `/api/v1/users/${test.admin.userId}`,
      status: 200,
    });
  });

  it('is cleaned up while somebody pages through it', async () => {
    const at = '2020-01-01T00:00:00.000Z';
    await write(...Array.from({ length: 30 }, () => ({ at, module: 'old', message: 'old' })));
    const first = (await test.admin.get('/logs?module=old&limit=10')).body.data;
    const removed = await test.admin.post('/logs/cleanup', { days: 365 });
    expect(removed.body.data.deleted_count).toBeGreaterThanOrEqual(30);
    const second = await test.admin.get(`/logs?module=old&limit=10&cursor=${first.next_cursor}`);
    expect(second.body.data).toEqual({ entries: [], next_cursor: null, searched_to: null });
    const { events } = (await test.admin.get('/audit?action=log.cleaned')).body.data;
    expect(events[0]).toMatchObject({ actor: 'admin', details: { days: 365 } });
  });

  it('keeps as long as the settings say, and refuses what is out of range', async () => {
    const kept = await test.admin.put('/logs/settings', { keep_days: 30 });
    expect(kept.body.data).toMatchObject({ keep_days: 30, log_requests: true });
    expect((await test.admin.put('/logs/settings', { keep_days: 0 })).status).toBe(422);
    const { events } = (await test.admin.get('/audit?action=log_settings.changed')).body.data;
    expect(events[0]).toMatchObject({ before: { keep_days: 14 }, after: { keep_days: 30 } });
  });

  it('says how many entries a flood cost, and keeps the errors', async () => {
    let kept = 0;
    for (let line = 0; line < 50_000; line += 1) {
      if (!store.hasRoom('info')) continue;
      kept += 1;
      store.add(entryWith({ module: 'flood', message: `line ${line}` }));
    }
    expect(store.hasRoom('error')).toBe(true);
    store.add(entryWith({ module: 'flood', level: 'error', message: 'the cause' }));
    await store.flush();
    expect(await search('module=flood&level=error')).toHaveLength(1);
    const [said] = await search('module=log&q=dropped');
    expect(said?.context).toEqual({ dropped: 50_000 - kept });
  });

  it('is followed live, entries of other processes too', async () => {
    const url = await test.listen();
    const leaving = new AbortController();
    const answer = await fetch(`${url}/api/v1/logs/tail?level=error`, {
      headers: { authorization: `Bearer ${test.admin.token}` },
      signal: leaving.signal,
    });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    await write({ level: 'info', message: 'not for the tail' }, { level: 'error', message: '磁盘已满' });
    let text = '';
    const decoder = new TextDecoder();
    while (!text.includes('磁盘已满')) text += decoder.decode((await reader.read()).value, { stream: true });
    expect(text).toContain('event: entries');
    expect(text).not.toContain('not for the tail');
    leaving.abort();
  });
});

function entryWith(entry: Partial<StoredEntry>): StoredEntry {
  return {
    at: new Date().toISOString(),
    level: 'info',
    module: 'test',
    message: 'something happened',
    requestId: null,
    user: null,
    durationMs: null,
    context: {},
    ...entry,
  };
}

async function eventually<T>(look: () => Promise<T | null>): Promise<T> {
  for (let turn = 0; turn < 100; turn += 1) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen');
}
