import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type MetadataDatabase, openDatabase } from '../db/open-database.ts';
import { createLocalEventBus } from '../events/event-bus.ts';
import { createSecretBox } from '../secrets/secret-box.ts';
import { ExecutionError, type ExecutionRow, type NewExecution } from './execution.ts';
import { createJobs, type Jobs } from './jobs.ts';

const secrets = createSecretBox(randomBytes(32));
const manual: NewExecution = { taskType: 'work', triggeredBy: 'manual', params: {}, retryDelaySeconds: 0 };

describeOnBothStores('Jobs', (metadata) => {
  let folder: string;
  let database: { url: string; drop(): Promise<void> } | null;
  let db: MetadataDatabase;
  let jobs: Jobs;
  const events = createLocalEventBus();

  const make = (concurrency = 4) =>
    createJobs({
      db,
      kind: metadata,
      events,
      logger: pino({ level: 'silent' }),
      secrets,
      concurrency: () => concurrency,
    });
  const row = (id: string): Promise<ExecutionRow> =>
    db.selectFrom('executions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const reaches = (id: string, status: string) =>
    expect.poll(async () => (await row(id)).status).toBe(status);
  async function add(execution: Partial<NewExecution> = {}): Promise<string> {
    const [added] = await jobs.enqueue([{ ...manual, ...execution }]);
    if (!added) throw new Error('nothing was added');
    return added.id;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-jobs-'));
    database = metadata === 'postgresql' ? await createDatabase() : null;
    ({ db } = await openDatabase({ databaseUrl: database?.url ?? null, dataDir: folder }));
    jobs = make();
  });
  afterEach(async () => {
    await jobs.stop();
    await db.destroy();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  test('an execution runs and keeps what it brought, its progress and its log', async () => {
    jobs.handle('work', async ({ execution, progress, log }) => {
      progress(40);
      log(`with ${execution.params}`);
      return { tableName: 't', rowsBefore: 1, rowsAfter: 3, rowsAffected: 2, result: { note: '好' } };
    });
    await jobs.start({ alone: true });
    const id = await add({ params: { symbol: '000001' } });
    expect(id).toMatch(/^exec_\d{8}_\d{6}_[0-9a-f]{8}$/);
    await reaches(id, 'completed');
    expect(await row(id)).toMatchObject({
      attempt: 1,
      progress: 100,
      table_name: 't',
      rows_affected: 2,
      result: '{"note":"好"}',
      lease_owner: null,
    });
    const lines = await db
      .selectFrom('execution_logs')
      .select('message')
      .where('execution_id', '=', id)
      .execute();
    expect(lines).toEqual([{ message: 'with {"symbol":"000001"}' }]);
  });

  test('a failure is tried again as often as allowed, and the last reason is kept', async () => {
    let attempts = 0;
    jobs.handle('work', async () => {
      attempts += 1;
      throw new ExecutionError({ zh: '坏了', en: `broken ${attempts}` }, { line: 7 });
    });
    await jobs.start({ alone: true });
    const id = await add({ maxAttempts: 3 });
    await reaches(id, 'failed');
    expect(attempts).toBe(3);
    expect(JSON.parse((await row(id)).error ?? '')).toMatchObject({
      text: { zh: '坏了', en: 'broken 3' },
      line: 7,
    });
  });

  test('a failure that is final is not tried again', async () => {
    jobs.handle('work', async () => {
      throw new ExecutionError({ zh: '没有这个参数', en: 'no such parameter' }, { final: true });
    });
    await jobs.start({ alone: true });
    const id = await add({ maxAttempts: 3 });
    await reaches(id, 'failed');
    expect((await row(id)).attempt).toBe(1);
  });

  test('time runs out', async () => {
    jobs.handle(
      'work',
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    await jobs.start({ alone: true });
    await reaches(await add({ timeoutSeconds: 1 }), 'timeout');
  });

  test('cancel ends what waits and what runs, and says when it is too late', async () => {
    jobs.handle(
      'work',
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const waiting = await add({ dueAt: new Date(Date.now() + 60_000) });
    await jobs.cancel(waiting);
    await reaches(waiting, 'cancelled');
    await jobs.start({ alone: true });
    const running = await add();
    await reaches(running, 'running');
    await jobs.cancel(running);
    await reaches(running, 'cancelled');
    await expect(jobs.cancel(running)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(jobs.cancel('exec_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a task type that nobody handles fails in words', async () => {
    await jobs.start({ alone: true });
    const id = await add({ taskType: 'unheard' });
    await reaches(id, 'failed');
    expect((await row(id)).error).toContain('unheard');
  });

  test('of executions with one key one runs at a time, in order', async () => {
    const seen: string[] = [];
    let together = 0;
    let most = 0;
    jobs.handle('work', async ({ execution }) => {
      most = Math.max(most, ++together);
      seen.push(execution.id);
      await new Promise((resolve) => setTimeout(resolve, 20));
      together -= 1;
      return {};
    });
    await jobs.start({ alone: true });
    const ids = (
      await jobs.enqueue(Array.from({ length: 6 }, () => ({ ...manual, exclusiveKey: 'table' })))
    ).map((one) => one.id);
    for (const id of ids) await reaches(id, 'completed');
    expect(most).toBe(1);
    expect(seen).toEqual(ids);
  });

  test('what somebody waits for runs at once, also where the queue is full or not worked on', async () => {
    jobs = make(1);
    const free = Promise.withResolvers<void>();
    jobs.handle('work', async () => free.promise.then(() => ({})));
    await jobs.start({ alone: true });
    const queued = await add();
    await reaches(queued, 'running');
    const ended = await jobs.runNow(manual, async () => ({ result: { note: 'now' } }));
    expect(ended).toMatchObject({ status: 'completed', attempt: 1, result: '{"note":"now"}' });
    expect((await row(queued)).status).toBe('running');
    free.resolve();
    await reaches(queued, 'completed');
  });

  test('what somebody waits for can be cancelled', async () => {
    const work = ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const ended = await jobs.runNow(manual, work, ({ id }) => void jobs.cancel(id));
    expect(ended.status).toBe('cancelled');
  });

  test('a fire time has one execution, however often it is asked for', async () => {
    const task = {
      id: 'task-1',
      name: 'n',
      description: '',
      task_type: 'work',
      params: '{}',
      schedule_type: 'manual',
      schedule_expression: '',
      is_active: 1,
      max_retries: 0,
      retry_delay_seconds: 1,
      timeout_seconds: 1,
      overlap: 'skip',
      misfire: 'skip',
      on_success: '[]',
      on_failure: '[]',
      created_at: '',
      updated_at: '',
    };
    await db
      .insertInto('tasks')
      .values({ ...task, owner_id: null, script_id: null, timezone: null, next_fire_at: null })
      .execute();
    const fire = { ...manual, taskId: 'task-1', fireAt: '2026-01-01T00:00:00.000Z' };
    expect(await jobs.enqueue([fire])).toHaveLength(1);
    expect(await jobs.enqueue([fire])).toHaveLength(0);
  });

  test('what a dead process was running is tried again, or failed when it may not be', async () => {
    const dead = make();
    dead.handle('work', () => new Promise(() => {}));
    await dead.start({ alone: true });
    const [again, over] = await dead.enqueue([{ ...manual, maxAttempts: 2 }, manual]);
    for (const one of [again, over]) await reaches(one?.id ?? '', 'running');
    jobs.handle('work', async () => ({ result: { by: 'the next' } }));
    await jobs.start({ alone: true });
    await reaches(again?.id ?? '', 'completed');
    await reaches(over?.id ?? '', 'failed');
    expect((await row(over?.id ?? '')).error).toContain('重启或崩溃');
  });
});

describeOnBothStores('Jobs under kill -9', (metadata) => {
  const count = 1000;
  let folder: string;
  let database: { url: string; drop(): Promise<void> } | null;
  const workers = new Set<ChildProcess>();

  const work = () => {
    const program = new URL('../../../test/job-worker.process.ts', import.meta.url);
    const worker = fork(program, [metadata, database?.url ?? folder], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    workers.add(worker);
    worker.once('exit', () => workers.delete(worker));
    return worker;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-jobs-'));
    database = metadata === 'postgresql' ? await createDatabase() : null;
  });
  afterEach(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  test(`${count} executions drain with none lost and none ended twice`, { timeout: 120_000 }, async () => {
    const { db } = await openDatabase({ databaseUrl: database?.url ?? null, dataDir: folder });
    await countEnds(db);
    const jobs = createJobs({
      db,
      kind: metadata,
      events: createLocalEventBus(),
      logger: pino({ level: 'silent' }),
      secrets,
      concurrency: () => 0,
    });
    await jobs.enqueue(Array.from({ length: count }, () => ({ ...manual, maxAttempts: 50 })));
    const done = async () =>
      Number(
        (
          await db
            .selectFrom('executions')
            .select(db.fn.countAll().as('n'))
            .where('status', '=', 'completed')
            .executeTakeFirstOrThrow()
        ).n,
      );
    const atOnce = metadata === 'postgresql' ? 3 : 1;
    for (let round = 0; (await done()) < count; round += 1) {
      while (workers.size < atOnce) work();
      const before = await done();
      await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(Math.min(count - 1, before + 100));
      if (round < 5) for (const worker of workers) worker.kill('SIGKILL');
      await expect.poll(() => round >= 5 || workers.size === 0).toBe(true);
    }
    const rows = await db.selectFrom('executions').select(['id', 'status', 'lease_owner']).execute();
    expect(rows).toHaveLength(count);
    expect(rows.filter((one) => one.status !== 'completed' || one.lease_owner !== null)).toEqual([]);
    const { rows: twice } = await sql`select id from ended group by id having count(*) > 1`.execute(db);
    expect(twice).toEqual([]);
    await db.destroy();
  });

  /** Has the database itself note each time that an execution becomes completed. */
  async function countEnds(db: MetadataDatabase): Promise<void> {
    await sql`create table ended (id text not null)`.execute(db);
    if (metadata === 'sqlite') {
      await sql`create trigger note_end after update of status on executions when new.status = 'completed'
                begin insert into ended values (new.id); end`.execute(db);
      return;
    }
    await sql`create function note_end() returns trigger language plpgsql as
              'begin insert into ended values (new.id); return new; end'`.execute(db);
    await sql`create trigger note_end after update of status on executions for each row
              when (new.status = 'completed') execute function note_end()`.execute(db);
  }
});
