import { afterAll, beforeAll, expect, test } from 'vitest';
import { runScript, saveScript } from '../../../test/collecting.ts';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

describeOnBothStores('Answers over collected tables', (metadata) => {
  let product: TestApp;
  let connectionId: string;
  let execution: { id: string; ended_at: string };

  beforeAll(async () => {
    product = await startTestApp({ metadata });
    product.app.start();
    const { admin } = product;
    await saveScript(admin, {
      id: 'city_readers',
      name: '城市读者',
      table: "{ name: 'city_readers', key: ['city'] }",
      run: "yield [{ city: 'Turin', readers: 2 }, { city: 'Lyon', readers: 1 }];",
    });
    execution = await runScript(admin, 'city_readers');
    connectionId = (await admin.get('/tables')).body.data.connection_id;
  });
  afterAll(() => product.close());

  test('say by which script and when each table was collected, at once and when read again', async () => {
    const { admin } = product;
    const query = encodeURIComponent('total readers by city');
    const answer = await admin.get(`/chat/stream?query=${query}&connection_id=${connectionId}&language=en`);
    const events = readEvents(answer.text);
    const { evidence } = only(events, 'evidence');
    const [collected] = evidence.collected ?? [];
    expect(collected).toEqual({
      table: 'city_readers',
      script_id: 'city_readers',
      script_name: '城市读者',
      execution_id: execution.id,
      collected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    const late = Math.abs(Date.parse(collected?.collected_at ?? '') - Date.parse(execution.ended_at));
    expect(late).toBeLessThan(5000);
    const { conversation_id: id } = only(events, 'done');
    const { body } = await admin.get(`/conversations/${id}`);
    const messages = body.data.messages as { metadata: { evidence?: unknown } }[];
    expect(messages.at(-1)?.metadata.evidence).toMatchObject({ collected: [collected] });
  });
});
