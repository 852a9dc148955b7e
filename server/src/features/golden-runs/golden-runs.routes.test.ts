import type { GoldenRun } from '@sextant/contract/golden-questions';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeModelServer, sqlReply, startFakeModelServer } from '../../../test/fake-model-server.ts';
import { add, sampleShopOf } from '../../../test/library.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const byChannel = 'select channel, count(*) as n from orders group by channel';

describeOnBothStores('golden questions', (metadata) => {
  let product: TestApp;
  let admin: ApiClient;
  let shop: string;
  let fake: FakeModelServer;
  beforeAll(async () => {
    product = await startTestApp({ metadata, config: { sampleData: true } });
    product.app.start();
    admin = product.admin;
    fake = await startFakeModelServer();
    shop = await sampleShopOf(admin);
    await keep('每个渠道有多少订单', byChannel, '统计');
    await keep('How many orders are there per channel?', byChannel, '统计');
    await keep('订单按数量最多的渠道', `${byChannel} order by n desc`, '排名');
    await keep('明天的天气怎么样', null, '不可回答');
  }, 60_000);
  afterAll(async () => {
    await product.close();
    await fake.close();
  });

  const path = (rest: string) => `/connections/${shop}/${rest}`;
  const keep = (question: string, gold: string | null, name: string) =>
    add(admin, path('golden-questions'), { question, gold_sql: gold, class: name });
  const ended = (id: string) =>
    vi.waitFor(
      async () => {
        const { data } = (await admin.get(path(`golden-runs/${id}`))).body;
        expect(data.status).not.toBe('running');
        return data;
      },
      { timeout: 40_000, interval: 200 },
    );
  const run = async (model = 'builtin') => {
    const started = await admin.post(path('golden-runs'), { model_id: model });
    expect(started.status).toBe(200);
    return ended(started.body.data.id);
  };
  const verdicts = (data: { outcomes: { verdict: string }[] }) => data.outcomes.map(({ verdict }) => verdict);

  test('a run is an execution that asks them all and gives accuracy, precision and share answered, by class', async () => {
    const data = await run();
    expect(verdicts(data)).toEqual(['right', 'right', expect.any(String), 'right_silent']);
    expect(data.summary).toMatchObject({ questions: 4, failed: 0, fixed: [], broken: [] });
    expect(data.summary.by_class.find((one: { class: string }) => one.class === '统计')).toMatchObject({
      questions: 2,
      right: 2,
      accuracy: 1,
      precision: 1,
      answered: 1,
    });
    await expect
      .poll(async () => (await admin.get(`/executions/${data.execution_id}`)).body.data)
      .toMatchObject({ task_type: 'golden_questions', status: 'completed' });
    const listed = await admin.get(path('golden-questions'));
    expect(listed.body.data.questions[0]).toMatchObject({ last_verdict: 'right', is_ordered: false });
    const history = await admin.get('/query-runs');
    expect(history.body.data.total).toBe(0);
  });

  test('a term that misleads is caught as broken, its removal as fixed, and its author is told', async () => {
    const before = await run();
    const term = { connection_id: shop, term: '渠道', kind: 'alias', expression: '订单状态' };
    const id = await add(admin, '/knowledge/glossary', term);
    const broken = await run();
    expect(broken.previous_id).toBe(before.id);
    expect(broken.summary.broken).toMatchObject([{ question: '每个渠道有多少订单' }]);
    expect(broken.outcomes[0]).toMatchObject({ verdict: 'wrong', before: 'right' });
    expect(broken.summary.accuracy).toBeLessThan(before.summary.accuracy);
    const told = await vi.waitFor(async () => {
      const { notifications } = (await admin.get('/notifications')).body.data;
      expect(notifications.length).toBeGreaterThan(0);
      return notifications;
    });
    expect(told.map(({ kind }: { kind: string }) => kind)).toContain('golden_broken');
    await admin.delete(`/knowledge/glossary/${id}`);
    const fixed = await run();
    expect(fixed.summary).toMatchObject({ broken: [], fixed: [{ question: '每个渠道有多少订单' }] });
  });

  test('a model is asked without summing up, and what it answers but must not counts against it', async () => {
    const model = await add(admin, '/models', {
      name: 'Local',
      provider: 'custom',
      model_id: 'local-1',
      base_url: fake.url,
      api_key: 'sk-local-secret',
    });
    fake.script(sqlReply(byChannel), sqlReply('select 1'), sqlReply(byChannel), sqlReply('select 2'));
    const data = await run(model);
    expect(verdicts(data)).toEqual(['right', 'wrong', 'right', 'wrong_answered']);
    expect(fake.requests).toHaveLength(4);
    expect(data).toMatchObject({ model: 'local-1', previous_id: null });
    const away = await run('no-such-model').catch(() => null);
    expect(away).toBeNull();
  });

  test('a gold statement that does not run any more fails its question and counts in no figure', async () => {
    const id = await keep('坏的', 'select no_such_column from orders', '坏');
    const data = await run();
    expect(data.outcomes.at(-1)).toMatchObject({ verdict: 'failed' });
    expect(data.summary).toMatchObject({ questions: 5, failed: 1 });
    await admin.delete(path(`golden-questions/${id}`));
  });

  test('switched to automatic, they run by themselves after a change of the glossary or of another default model', async () => {
    const settings = { is_automatic: true, model_id: 'default' };
    expect((await admin.put(path('golden-settings'), settings)).body.data).toEqual(settings);
    const { total } = (await admin.get(path('golden-runs'))).body.data;
    await add(admin, '/knowledge/glossary', { term: '无关词', kind: 'alias', expression: '客户' });
    const newest = await vi.waitFor(
      async () => {
        const { data } = (await admin.get(path('golden-runs'))).body;
        expect(data.total).toBe(total + 1);
        return data.runs[0] as GoldenRun;
      },
      { timeout: 20_000, interval: 300 },
    );
    expect(newest).toMatchObject({ reason: 'glossary', started_by: 'admin', model: 'builtin' });
    await ended(newest.id);
    fake.script({ kind: 'silence' });
    const model = { name: 'New', provider: 'custom', model_id: 'local-2', base_url: fake.url };
    await add(admin, '/models', { ...model, api_key: 'sk-local-2', is_default: true });
    const changed = await vi.waitFor(
      async () => {
        const { data } = (await admin.get(path('golden-runs'))).body;
        expect(data.runs[0].id).not.toBe(newest.id);
        return data.runs[0] as GoldenRun;
      },
      { timeout: 20_000, interval: 300 },
    );
    expect(changed).toMatchObject({ reason: 'model', model: 'local-2', previous_id: newest.id });
    await admin.post(`/executions/${changed.execution_id}/cancel`, {});
    expect(await ended(changed.id)).toMatchObject({ status: 'cancelled', error: null });
    await admin.put(path('golden-settings'), { ...settings, is_automatic: false });
  });

  test('a verified example becomes one; others may look but not change', async () => {
    const question = '已付款的订单有多少';
    const sql = "select count(*) from orders where status = 'paid'";
    const example = await add(admin, '/knowledge/examples', { connection_id: shop, question, sql });
    const made = await admin.post(path('golden-questions'), { example_id: example });
    expect(made.body.data).toMatchObject({ question, gold_sql: sql });
    expect((await admin.post(path('golden-questions'), { example_id: example })).status).toBe(409);
    const user = await product.newUser();
    expect((await user.get(path('golden-questions'))).body.data.may_edit).toBe(false);
    expect((await user.post(path('golden-runs'), {})).status).toBe(403);
    expect(
      (await user.put(path('golden-settings'), { is_automatic: true, model_id: 'builtin' })).status,
    ).toBe(403);
    const writes = { question: '删', gold_sql: 'delete from orders' };
    expect((await admin.post(path('golden-questions'), writes)).status).toBe(422);
  });
});
