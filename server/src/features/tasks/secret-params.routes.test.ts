import { afterAll, beforeAll, expect, it } from 'vitest';
import { executionWhen, startScript } from '../../../test/collecting.ts';
import { createFamilyClient } from '../../../test/family-client.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';
import { type MetadataDatabase, openDatabase } from '../../platform/db/open-database.ts';

const mask = '***';
const secrets = /tok-1|tok-2|4711/;

describeOnBothStores('Secrets among parameters', (metadata) => {
  let test: TestApp;
  let admin: ApiClient;
  let db: MetadataDatabase;
  const given = { api_token: 'tok-1', pin_key: 4711, key: 'at', symbol: '000001' };
  const shown = { api_token: mask, pin_key: mask, key: 'at', symbol: '000001' };

  beforeAll(async () => {
    test = await startTestApp({ metadata });
    test.app.start();
    admin = test.admin;
    ({ db } = await openDatabase(test.config));
    const source = `export default {
      id: 'spells', name: 'Spells', category: 'tests', frequency: 'manual', table: { name: 'spells', key_from: 'key' },
      parameters: [
        { name: 'api_token', type: 'string' },
        { name: 'pin_key', type: 'integer' },
        { name: 'key', type: 'string' },
        { name: 'symbol', type: 'string' },
      ],
      async *run(params: Record<string, unknown>) {
        yield { at: Date.now(), said: [...String(params.api_token), params.pin_key, params.symbol].join(' ') };
      },
    };`;
    const script = { category: 'tests', frequency: 'manual', language: 'typescript', source };
    const answer = await admin.put('/scripts/spells', script);
    if (answer.status !== 200) throw new Error(answer.text);
  });
  afterAll(async () => {
    await db.destroy();
    await test.close();
  });

  async function createTask(params: object = given): Promise<{ id: string; number: number }> {
    const answer = await admin.post('/tasks', { name: 't', script_id: 'spells', params });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.data;
  }
  async function lastSaid(executionId: string): Promise<string> {
    const done = await executionWhen(
      admin,
      executionId,
      ({ status }) => status !== 'pending' && status !== 'running',
    );
    expect(done).toMatchObject({ status: 'completed', params: shown });
    const { rows } = (await admin.get('/tables/spells/rows?limit=500')).body.data;
    return rows.toSorted(([one]: number[], [other]: number[]) => Number(one) - Number(other)).at(-1)[1];
  }
  const run = async (taskId: string, body = {}) =>
    lastSaid((await admin.post(`/tasks/${taskId}/execute`, body)).body.data.execution_id);
  const storedTask = (id: string) =>
    db.selectFrom('tasks').select('params').where('id', '=', id).executeTakeFirstOrThrow();

  it('are sealed in the store, clear to what runs, and *** to everybody who reads', async () => {
    const task = await createTask();
    expect(task).toMatchObject({ params: shown });
    expect((await storedTask(task.id)).params).not.toMatch(secrets);
    expect(await run(task.id)).toBe('t o k - 1 4711 000001');
    const executions = await db.selectFrom('executions').selectAll().execute();
    expect(JSON.stringify(executions)).not.toMatch(secrets);
    const again = await admin.post(`/executions/${executions[0]?.id}/retry`);
    expect(await lastSaid(again.body.data.execution_id)).toBe('t o k - 1 4711 000001');
    for (const path of ['/tasks', `/tasks/${task.id}`, '/executions']) {
      const { text } = await admin.get(path);
      expect(text).toContain(mask);
      expect(text).not.toMatch(/tok-1|4711|sealed:/);
    }
  });

  it('stay as they are when *** comes back, through each API that changes tasks', async () => {
    const { id, number } = await createTask();
    expect(
      (await admin.put(`/tasks/${id}`, { params: { ...shown, symbol: '000002' } })).body.data.params,
    ).toEqual({
      ...shown,
      symbol: '000002',
    });
    const akshare = createFamilyClient(test, '/akshare/api', admin.token);
    const whalefall = createFamilyClient(test, '/whalefall', admin.token);
    const byAkshare = await akshare.put(`/tasks/${number}`, { parameters: shown });
    expect(byAkshare.body.data.parameters).toEqual(shown);
    const byWhalefall = await whalefall.put(`/api/jobs/${number}`, {
      params: { ...shown, api_token: 'tok-2' },
    });
    expect(byWhalefall.body.data.kwargs).toEqual(shown);
    expect(await run(id, { params: { api_token: mask } })).toBe('t o k - 2 4711 000001');
  });

  it('that are not stored yet cannot be left as they are', async () => {
    const answer = await admin.post('/tasks', {
      name: 't',
      script_id: 'spells',
      params: { api_token: mask },
    });
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.error.details.fields)).toEqual(['params.api_token']);
  });

  it('kept in clear by an older version still run, unseen', async () => {
    const { id } = await createTask({});
    await db
      .updateTable('tasks')
      .set({ params: JSON.stringify(given) })
      .where('id', '=', id)
      .execute();
    expect((await admin.get(`/tasks/${id}`)).body.data.params).toEqual(shown);
    expect(await run(id)).toBe('t o k - 1 4711 000001');
    await admin.put(`/tasks/${id}`, { params: shown });
    expect((await storedTask(id)).params).not.toMatch(secrets);
  });

  it('of a script that somebody starts are kept no clearer', async () => {
    expect(await lastSaid(await startScript(admin, 'spells', given))).toBe('t o k - 1 4711 000001');
    const row = await db
      .selectFrom('executions')
      .select('params')
      .orderBy('number', 'desc')
      .executeTakeFirst();
    expect(row?.params).not.toMatch(secrets);
  });
});
