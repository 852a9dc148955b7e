import { afterAll, beforeAll, expect, test } from 'vitest';
import { executionWhen, runScript, startScript } from '../../../../test/collecting.ts';
import { describeOnBothStores } from '../../../../test/metadata-stores.ts';
import { createPython, type TestPython } from '../../../../test/python-with-module.ts';
import { type ApiClient, startTestApp, type TestApp } from '../../../../test/test-app.ts';

const market = `
"""Prices of a market that is not there."""
__version__ = "1.2.0"

def stock_hist(symbol: str = "000001", adjust: str = "") -> list:
    """
    某网-历史行情
    https://example.org/hist
    :param symbol: 股票代码
    :type symbol: str
    :param adjust: choice of {"", "qfq"}
    :type adjust: str
    :return: 行情
    """
    if symbol == "nobody":
        raise LookupError("no such share")
    return [{"代码": symbol, "日期": "2026-01-05", "收盘": 10.5, "复权": adjust}]

def macro_rate(year):
    """利率"""
    return [{"年": int(year), "值": 1}]

def Fund_List(): return []

def macro_too_many(${Array.from({ length: 101 }, (_, at) => `p${at}=0`).join(', ')}): return []
`;
const withoutRate = market.replace('def macro_rate', 'def _macro_rate').replace('10.5', '11.5');

describeOnBothStores('Interfaces of Python modules', (metadata) => {
  let python: TestPython;
  let product: TestApp;
  let admin: ApiClient;
  let viewer: ApiClient;

  beforeAll(async () => {
    python = await createPython();
    product = await startTestApp({ metadata, config: { python: python.program } });
    product.app.start();
    admin = product.admin;
    viewer = await product.newUser();
  });
  afterAll(async () => {
    await product.close();
    await python.remove();
  });

  const scan = () => admin.post('/scripts/scan');
  const modules = async () => (await viewer.get('/scripts/modules')).body.data.modules;
  const interfaces = async (query = '') =>
    (await viewer.get(`/scripts?origin=module${query}`)).body.data.scripts;

  test('are not there without the module; the catalogue says how to install it', async () => {
    await scan();
    expect(await modules()).toMatchObject([
      {
        name: 'akshare',
        status: 'missing',
        functions_count: 0,
        hint: expect.stringContaining('pip install akshare'),
      },
    ]);
    expect(await interfaces()).toEqual([]);
  });

  test('are all functions of an installed module, with what their signatures and docstrings say', async () => {
    await python.install('akshare/__init__.py', market);
    await scan();
    expect(await modules()).toMatchObject([
      {
        status: 'ready',
        version: '1.2.0',
        functions_count: 3,
        problem: null,
        hint: null,
        failures: [{ name: 'macro_too_many', message: expect.stringContaining('parameters') }],
      },
    ]);
    expect((await interfaces()).map((one: { id: string }) => one.id)).toEqual([
      'ak_fund_list',
      'ak_macro_rate',
      'ak_stock_hist',
    ]);
    expect(await interfaces('&category=stocks&q=lsxq')).toMatchObject([
      { id: 'ak_stock_hist', name: '某网-历史行情', table_name: 'ak_stock_hist', language: 'python' },
    ]);
    const { body } = await viewer.get('/scripts/ak_stock_hist');
    expect(body.data).toMatchObject({
      path: 'akshare.stock_hist',
      description: expect.stringContaining('https://example.org/hist'),
      source: expect.stringContaining('def stock_hist'),
      parameters: [
        { name: 'symbol', type: 'string', default: '000001', required: false, description: '股票代码' },
        { name: 'adjust', options: ['', 'qfq'] },
      ],
    });
  });

  test('fill tables of their own and say where they fail', async () => {
    expect(await runScript(admin, 'ak_stock_hist', { symbol: '600000', adjust: 'qfq' })).toMatchObject({
      status: 'completed',
      table_name: 'ak_stock_hist',
      rows_after: 1,
      script_version: 1,
    });
    const failed = await runScript(admin, 'ak_stock_hist', { symbol: 'nobody' });
    expect(failed).toMatchObject({ status: 'failed', rows_affected: null });
    expect(failed.error).toMatchObject({ message: 'LookupError: no such share', line: 12 });
    const refused = await admin.post('/scripts/ak_macro_rate/run', { params: {} });
    expect(refused.status).toBe(422);
    const tried = await admin.post('/scripts/ak_macro_rate/test', { params: { year: '2026' } });
    expect(tried.body.data).toMatchObject({ status: 'success', rows: [{ 年: 2026, 值: 1 }] });
  });

  test('run in tasks', async () => {
    const task = await admin.post('/tasks', {
      name: '每天的行情',
      script_id: 'ak_stock_hist',
      params: { symbol: '{{today|YYYYMMDD}}' },
      schedule: { type: 'manual' },
    });
    const started = await admin.post(`/tasks/${task.body.data.id}/execute`, {});
    const end = await executionWhen(
      admin,
      started.body.data.execution_id,
      ({ ended_at }) => ended_at !== null,
    );
    expect(end).toMatchObject({ status: 'completed', table_name: 'ak_stock_hist', rows_after: 2 });
  });

  test('are interfaces of the akshare family under their own names', async () => {
    const headers = { authorization: `Bearer ${admin.token}` };
    const get = (path: string) => product.anonymous.get(`//akshare/api${path}`, headers);
    const list = await get('/interfaces/?keyword=stock_hist');
    expect(list.body.data.items).toMatchObject([
      { name: 'stock_hist', display_name: '某网-历史行情', category: 'stocks', parameter_count: 2 },
    ]);
    const parameters = await get('/interfaces/stock_hist/parameters');
    expect(parameters.body.data[0]).toMatchObject({ name: 'symbol', default_value: '000001' });
    const download = await product.anonymous.post(
      '//akshare/api/data/download',
      { interface_id: 'stock_hist', parameters: { symbol: '000002' } },
      headers,
    );
    expect(download.body).toMatchObject({ code: 0 });
  });

  test('follow the module: changed code is a new version, a function that is gone is disabled', async () => {
    await python.install('akshare/__init__.py', withoutRate);
    await scan();
    expect((await viewer.get('/scripts/ak_stock_hist')).body.data).toMatchObject({ version: 2 });
    expect((await viewer.get('/scripts/ak_fund_list')).body.data).toMatchObject({ version: 1 });
    expect((await viewer.get('/scripts/ak_macro_rate')).body.data).toMatchObject({
      is_active: false,
      problem: 'Its module has it no more',
    });
    await python.install('akshare/__init__.py', market);
    await scan();
    expect((await viewer.get('/scripts/ak_macro_rate')).body.data).toMatchObject({
      is_active: true,
      problem: null,
    });
  });

  test('come from every module that the settings name, and a module that does not load says why', async () => {
    await python.install('broken.py', 'import a_library_that_nobody_has\n');
    await python.install('houses.py', 'def rate_rent(city="上海"):\n    "租金"\n    return {"城市": city}\n');
    const put = await admin.put('/settings/collect', { python_modules: ['akshare', 'broken', 'houses'] });
    expect(put.body.data.python_modules).toEqual(['akshare', 'broken', 'houses']);
    await scan();
    const [, broken, houses] = await modules();
    expect(broken).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('a_library_that_nobody_has'),
      hint: expect.stringContaining('import broken'),
    });
    expect(houses).toMatchObject({ status: 'ready', functions_count: 1 });
    expect(await interfaces('&category=rates')).toMatchObject([{ id: 'houses_rate_rent', name: '租金' }]);
    const wrong = await admin.put('/settings/collect', { python_modules: ['os; rm -rf'] });
    expect(wrong.status).toBe(422);
  });

  test('are nobody’s to overwrite, and are disabled once their module is gone', async () => {
    const save = await admin.put('/scripts/ak_stock_hist', {
      category: 'stocks',
      frequency: 'daily',
      language: 'python',
      source: 'SCRIPT = {}',
    });
    expect(save.status).toBe(409);
    await python.uninstall('akshare');
    await scan();
    expect((await modules())[0]).toMatchObject({ status: 'missing' });
    expect((await viewer.get('/scripts/ak_stock_hist')).body.data.is_active).toBe(false);
    const run = await startScript(admin, 'ak_stock_hist').catch((error: Error) => error.message);
    expect(String(run)).toContain('ak_stock_hist');
  });
});
