import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothStores } from '../../../test/metadata-stores.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../test/test-app.ts';

const dayMs = 86_400_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

describeOnBothStores('The calendar of coming runs', (metadata) => {
  let test: TestApp;
  let operator: ApiClient;

  beforeAll(async () => {
    test = await startTestApp({ metadata, config: { timezone: 'Europe/Berlin' } });
    operator = await test.newUser('operator');
    await addTask(operator, 'twice a week', 'weekly', 'MON,FRI 18:30');
    await addTask(operator, 'each minute', 'interval', '1m');
    await addTask(operator, 'by hand', 'manual', '');
    const paused = await addTask(operator, 'paused', 'daily', '08:00');
    await operator.put(`/tasks/${paused}`, { is_active: false });
  });
  afterAll(() => test.close());

  async function addTask(client: ApiClient, name: string, type: string, expression: string) {
    const answer = await client.post('/tasks', {
      name,
      task_type: 'cleanup_logs',
      schedule_type: type,
      schedule_expression: expression,
      params: {},
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.body.data.id as string;
  }

  const calendar = async (client: ApiClient, from: string, to: string) =>
    client.get(`/tasks/calendar?from=${from}&to=${to}`);

  it('tells each day of a task in the time zone of the installation', async () => {
    const { data } = (await calendar(operator, dayFromNow(7), dayFromNow(20))).body;
    expect(data).toMatchObject({ timezone: 'Europe/Berlin', is_truncated: false });
    const weekly = data.entries.filter((one: { task_name: string }) => one.task_name === 'twice a week');
    expect(weekly).toHaveLength(4);
    for (const { day, times } of weekly) {
      expect([1, 5]).toContain(new Date(day).getUTCDay());
      const local = new Date(times[0]).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
      expect(local).toBe(`${day} 18:30:00`);
    }
  });

  it('tells what runs all day with its first times only, and leaves out what does not run by itself', async () => {
    const day = dayFromNow(3);
    const { data } = (await calendar(operator, day, day)).body;
    const often = data.entries.find((one: { task_name: string }) => one.task_name === 'each minute');
    expect(often).toMatchObject({ day, has_more: true });
    expect(often.times).toHaveLength(24);
    const names = data.entries.map((one: { task_name: string }) => one.task_name);
    expect(names).not.toContain('by hand');
    expect(names).not.toContain('paused');
  });

  it('has nothing of what is over', async () => {
    expect((await calendar(operator, '2020-01-01', '2020-01-31')).body.data.entries).toEqual([]);
  });

  it('shows people their own tasks, and administrators all', async () => {
    const [from, to] = [dayFromNow(1), dayFromNow(2)];
    const other = await test.newUser();
    expect((await calendar(other, from, to)).body.data.entries).toEqual([]);
    expect((await calendar(test.admin, from, to)).body.data.entries).not.toEqual([]);
    expect((await calendar(test.anonymous, from, to)).status).toBe(401);
  });

  it.each([
    ['2027-01-01', '2027-02-28'],
    ['2027-01-02', '2027-01-01'],
    ['2027-01-01', 'soon'],
  ])('refuses the days from %s to %s', async (from, to) => {
    const answer = await calendar(operator, from, to);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.body.error.details.fields)).toEqual(['to']);
  });
});
