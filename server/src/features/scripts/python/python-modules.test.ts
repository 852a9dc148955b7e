import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress } from '../../../platform/egress/egress.ts';
import { rowsOfFrame } from '../runtime/frames.ts';
import { createScriptRuntime, type ScriptRuntime } from '../runtime/script-runtime.ts';
import { functionCall, readPythonModule } from './python-modules.ts';

const market = `
from ._inside import hidden
import datetime, decimal, os
RATE = 1

class Frame:
    """What scripts see of a DataFrame."""
    columns = ["日期", 7]
    def to_dict(self): ...
    def itertuples(self, index, name):
        yield (datetime.date(2024, 1, 5), decimal.Decimal("1.10"))
        yield (None, float("nan"))

def stock_hist(symbol: str = "000001", period: str = "daily", adjust="", unit="", count=10, *rest, **more):
    """
    某网-历史行情
    https://example.org/hist
    :param symbol: 股票代码
    :type symbol: str
    :param period: choice of {'daily', "weekly",
        'monthly'}
    :type period: str
    :param adjust: choice of {"", "qfq", ...}
    :param unit: choice of {"k": "thousand", "": "one"}
    :param count: how many
    :type count: str
    :return: 行情
    """
    return Frame()

def roll_yield(): "From the part for futures."
roll_yield.__module__ = "market.futures_derivative"

def macro_rate(year):
    """利率"""
    return [{"年": year}, 5]

def other(): return {"a": datetime.datetime(2024, 1, 5, 8, 30)}

def nothing(): return None

def fails(): raise LookupError("no such market")

def asks(url):
    import requests
    answer = requests.post(url, json={"x": 1}, params={"q": "二"}, timeout=3)
    return [{"status": answer.status_code, "text": answer.text, "name": type(answer).__name__}]
`;

let folder: string;
let runtime: ScriptRuntime;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-python-'));
  await mkdir(join(folder, 'lib', 'market'), { recursive: true });
  await writeFile(join(folder, 'lib', 'market', '__init__.py'), market);
  await writeFile(join(folder, 'lib', 'market', '_inside.py'), 'hidden = 1\n');
  server = createServer((request, response) => request.pipe(response.setHeader('x-url', request.url ?? '')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  runtime = createScriptRuntime({
    fetch: createEgress('open').fetchWith(),
    folders: {
      work: join(folder, 'work'),
      collectorLibraries: join(folder, 'none'),
      userLibraries: join(folder, 'lib'),
    },
    python: 'python3',
  });
});
afterAll(async () => {
  await runtime.close();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function call(name: string, given: Record<string, unknown> = {}): Promise<unknown[]> {
  const all: unknown[] = [];
  const order = functionCall({ module: 'market', function: name, arguments: given });
  for await (const frame of runtime.run(order))
    for (const row of rowsOfFrame(frame))
      all.push(Object.fromEntries(frame.columns.map((column, at) => [column, row[at]])));
  return all;
}

describe('functions of a Python module', () => {
  test('are known by their signatures and docstrings', async () => {
    const { functions, installed } = await readPythonModule(runtime, 'market');
    const found = functions ?? [];
    expect(installed).toBe(true);
    expect(found.map((one) => [one.function, one.category])).toEqual([
      ['asks', 'data'],
      ['fails', 'data'],
      ['macro_rate', 'macro'],
      ['nothing', 'data'],
      ['other', 'data'],
      ['roll_yield', 'futures'],
      ['stock_hist', 'stocks'],
    ]);
    const parameter = (
      name: string,
      type: string,
      value: unknown,
      options: string[] | null,
      description: string,
    ) => ({
      name,
      type,
      required: false,
      default: value,
      options,
      description,
    });
    expect(found.at(-1)).toEqual({
      function: 'stock_hist',
      source: expect.stringMatching(/^def stock_hist\(symbol/),
      title: '某网-历史行情',
      url: 'https://example.org/hist',
      category: 'stocks',
      module: 'market',
      parameters: [
        parameter('symbol', 'string', '000001', null, '股票代码'),
        parameter(
          'period',
          'string',
          'daily',
          ['daily', 'weekly', 'monthly'],
          "choice of {'daily', \"weekly\", 'monthly'}",
        ),
        // The list is open and the docstring's type is not the default's.
        parameter('adjust', 'string', '', null, 'choice of {"", "qfq", ...}'),
        parameter('unit', 'string', '', ['k', ''], 'choice of {"k": "thousand", "": "one"}'),
        parameter('count', 'integer', 10, null, 'how many'),
      ],
    });
    expect(found.find((one) => one.function === 'macro_rate')?.parameters).toMatchObject([
      { name: 'year', required: true, default: null },
    ]);
  });

  test('are read again only when a file of the module has changed', async () => {
    const { stamp } = await readPythonModule(runtime, 'market');
    expect(await readPythonModule(runtime, 'market', { known: stamp })).toMatchObject({
      installed: true,
      functions: null,
    });
    await writeFile(join(folder, 'lib', 'market', '_inside.py'), 'hidden = 2  # changed\n');
    const after = await readPythonModule(runtime, 'market', { known: stamp });
    expect(after.functions?.length).toBe(7);
    expect(after.stamp).not.toBe(stamp);
  });

  test('give their rows, whatever they return', async () => {
    expect(await call('stock_hist', { symbol: '600000', period: null })).toEqual([
      { 日期: '2024-01-05', '7': { $decimal: '1.10' } },
      { 日期: null, '7': null },
    ]);
    expect(await call('macro_rate', { year: 2024 })).toEqual([{ 年: 2024 }, { value: 5 }]);
    expect(await call('other')).toEqual([{ a: '2024-01-05T08:30:00' }]);
    expect(await call('nothing')).toEqual([]);
  });

  test('reach the network through requests only as the egress policy lets them', async ({ skip }) => {
    const known = await call('asks', { url: origin }).catch((error: Error) => error);
    if (known instanceof Error && known.message.includes("No module named 'requests'"))
      skip('requests is not installed');
    expect(known).toEqual([{ status: 200, text: '{"x": 1}', name: 'Response' }]);
    await expect(call('asks', { url: 'http://169.254.169.254/' })).rejects.toThrow(/ConnectionError.*egress/);
  });

  test('that fail, or that nobody has, say so', async () => {
    await expect(call('fails')).rejects.toThrow('LookupError: no such market');
    await expect(call('fails')).rejects.toMatchObject({ line: 1 });
    expect(await readPythonModule(runtime, 'akshare_that_is_not_there')).toMatchObject({
      installed: false,
      functions: null,
    });
  });
});
