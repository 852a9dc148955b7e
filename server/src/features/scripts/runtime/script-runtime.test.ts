import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress } from '../../../platform/egress/egress.ts';
import { rowsOfFrame } from './frames.ts';
import type { ScriptError } from './script-error.ts';
import {
  createScriptRuntime,
  type RunOrder,
  type ScriptRuntime,
  type ScriptSource,
} from './script-runtime.ts';

let folder: string;
let runtime: ScriptRuntime;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-scripts-'));
  server = createServer((request, response) => {
    if (request.url === '/moved') return response.writeHead(302, { location: '/hello' }).end();
    if (request.url === '/away')
      return response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    if (request.url === '/large') return response.end(Buffer.alloc(40 * 1024 * 1024, 'x'));
    request.pipe(response.writeHead(200, { 'x-method': request.method ?? '', 'content-type': 'text/plain' }));
    if (request.method === 'GET') response.end('你好');
  });
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

const typescript = (body: string, before = ''): ScriptSource => ({
  id: 'sample',
  language: 'typescript',
  source: `${before}export default { id: 'sample', async *run(params: any, ctx: any) {\n${body}\n} };`,
});
const python = (body: string, before = ''): ScriptSource => ({
  id: 'sample',
  language: 'python',
  source: `${before}SCRIPT = {"id": "sample"}\ndef run(params, ctx):\n${body
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`,
});

async function rowsOf(order: RunOrder): Promise<Record<string, unknown>[]> {
  const all: Record<string, unknown>[] = [];
  for await (const frame of runtime.run(order)) {
    for (const row of rowsOfFrame(frame))
      all.push(Object.fromEntries(frame.columns.map((name, at) => [name, row[at]])));
  }
  return all;
}

async function failureOf(order: RunOrder): Promise<ScriptError> {
  return rowsOf(order).then(
    () => expect.unreachable('the script should have failed'),
    (error: ScriptError) => error,
  );
}

describe('a TypeScript script', () => {
  test('gives its rows, with parameters in and progress and log out', async () => {
    const heard: unknown[] = [];
    const rows = await rowsOf({
      script: typescript(
        `ctx.progress(50); ctx.log('half'); console.log('printed', { a: 1 });
         yield { 名称: params.name, n: 9007199254740993n, at: new Date(0), raw: new Uint8Array([1, 2]), none: undefined };
         yield [{ b: { deep: [1] } }, { b: null }];`,
      ),
      params: { name: '六分仪 🧭' },
      onProgress: (percent) => heard.push(percent),
      onLog: (line) => heard.push(line),
    });
    expect(rows).toEqual([
      {
        名称: '六分仪 🧭',
        n: { $integer: '9007199254740993' },
        at: '1970-01-01T00:00:00.000Z',
        raw: 'AQI=',
        none: null,
      },
      { b: { $json: '{"deep":[1]}' } },
      { b: null },
    ]);
    expect(heard).toEqual([50, 'half', 'printed { a: 1 }']);
  });

  test('says what it is without being run', async () => {
    const loaded = await runtime.describe(
      typescript('throw new Error("never");', 'export function helper() {}\n'),
    );
    expect(loaded).toMatchObject({ collector: { id: 'sample', run: 'function' }, functions: ['helper'] });
  });

  test.each([
    ['does not parse', 'export default {', 1],
    ['throws while it loads', '\n\nnull.x;', 3],
  ])('that %s is refused with its line', async (_what, source, line) => {
    const error = await runtime.describe({ id: 'bad', language: 'typescript', source }).catch((one) => one);
    expect(error).toMatchObject({ kind: 'failed', line });
  });

  test('that fails names its own line', async () => {
    const error = await failureOf({ script: typescript('yield { a: 1 };\nnull.field;'), params: {} });
    expect(error).toMatchObject({ kind: 'failed', line: 3 });
    expect(error.message).toContain('null');
  });

  test.each([
    ["yield 'text';", 'Row 1 is a string'],
    ['yield { a: 1 }; yield { a: NaN };', 'Row 2, column "a": NaN'],
    ['yield {};', 'Row 1 has no columns'],
    ["yield { ' ': 1 };", 'without a name'],
    ['yield Object.fromEntries(Array.from({ length: 10000 }, (_, i) => ["c" + i, i]));', '10000 columns'],
    ['const a: any = {}; a.a = a; yield { a };', 'column "a" cannot be stored'],
    ['yield { f() {} };', 'holds a function'],
    ["yield { d: new Date('x') };", 'invalid date'],
  ])('that yields %s is told what is wrong', async (body, message) => {
    expect((await failureOf({ script: typescript(body), params: {} })).message).toContain(message);
  });

  test('has no files, no environment, no network, no processes and no threads of ours', async () => {
    const attempts = [
      "(await import('node:fs')).readFileSync('/etc/passwd')",
      "(await import('node:fs')).writeFileSync('../out.txt', 'x')",
      "(await import('node:fs')).readdirSync('/')",
      "(await import('node:child_process')).execSync('id')",
      "new (await import('node:worker_threads')).Worker('1', { eval: true })",
      `await new Promise((ok, no) => import('node:net').then((net) => net.connect(${new URL(origin).port}, '127.0.0.1').on('connect', ok).on('error', no)))`,
      "await (await import('node:dns')).promises.lookup('localhost')",
      "(await import('node:inspector')).open(0)",
      "process.binding('fs')",
    ];
    const body = attempts
      .map(
        (code, at) =>
          `try { ${code}; yield { at: ${at}, code: 'DONE' }; } catch (e: any) { yield { at: ${at}, code: String(e.code) }; }`,
      )
      .join('\n');
    const rows = await rowsOf({
      script: typescript(`${body}\nyield { at: 99, code: Object.keys(process.env).sort().join() };`),
      params: {},
    });
    expect(rows.slice(0, -1)).toEqual(attempts.map((_, at) => ({ at, code: 'ERR_ACCESS_DENIED' })));
    expect(rows.at(-1)).toEqual({ at: 99, code: 'HOME,LANG,TMPDIR' });
  });

  test('may write in its working folder, which is gone afterwards', async () => {
    const rows = await rowsOf({
      script: typescript(
        "const fs = await import('node:fs'); fs.writeFileSync('a.txt', 'ok'); yield { read: fs.readFileSync('a.txt', 'utf8') };",
      ),
      params: {},
    });
    expect(rows).toEqual([{ read: 'ok' }]);
    const left = await Promise.all(
      (await readdir(join(folder, 'work'))).map((name) => readdir(join(folder, 'work', name))),
    );
    expect(left.flat()).toEqual([]);
  });

  test('cannot import another file', async () => {
    const error = await failureOf({ script: typescript('', "import './other.ts';\n"), params: {} });
    expect(error.message).toContain('scripts/lib');
  });
});

describe('a Python script', () => {
  test('gives its rows, with parameters in and progress and log out', async () => {
    const heard: unknown[] = [];
    const rows = await rowsOf({
      script: python(
        `import datetime, decimal
ctx.progress(50); ctx.log('half'); print('printed')
yield {'名称': params['name'], 'n': 2**70, 'd': datetime.date(2026, 1, 2), 'x': float('nan'), 'm': decimal.Decimal('1.10'), 'raw': b'\\x01\\x02'}
yield [{'b': {'deep': [1]}}, {'b': None}]`,
      ),
      params: { name: '六分仪 🧭' },
      onProgress: (percent) => heard.push(percent),
      onLog: (line) => heard.push(line),
    });
    expect(rows).toEqual([
      {
        名称: '六分仪 🧭',
        n: { $integer: '1180591620717411303424' },
        d: '2026-01-02',
        x: null,
        m: { $decimal: '1.10' },
        raw: 'AQI=',
      },
      { b: { $json: '{"deep": [1]}' } },
      { b: null },
    ]);
    expect(heard.sort()).toEqual([50, 'half', 'printed']);
  });

  test.each(["return [{'a': 1}, {'a': 2}]", "for n in (1, 2):\n    yield {'a': n}"])(
    'may return or yield: %s',
    async (body) => {
      expect(await rowsOf({ script: python(body), params: {} })).toEqual([{ a: 1 }, { a: 2 }]);
    },
  );

  test('that does not parse or fails names its line', async () => {
    const broken = await runtime
      .describe({ id: 'bad', language: 'python', source: 'x = 1\ndef (' })
      .catch((one) => one);
    expect(broken).toMatchObject({ kind: 'failed', line: 2 });
    const failing = await failureOf({
      script: python("yield {'a': 1}\nraise ValueError('no data')"),
      params: {},
    });
    expect(failing).toMatchObject({ kind: 'failed', line: 4, message: 'ValueError: no data' });
  });

  test('cannot start processes, open sockets or write outside its folder, and has no environment', async () => {
    const attempts = [
      "__import__('subprocess').run(['id'])",
      "__import__('os').system('id')",
      "__import__('os').fork()",
      "open('../out.txt', 'w')",
      "__import__('os').remove('/etc/hostname')",
      `__import__('socket').create_connection(('127.0.0.1', ${new URL(origin).port}))`,
    ];
    const body = attempts
      .map(
        (code) =>
          `try:\n    ${code}\n    yield {'code': 'DONE'}\nexcept PermissionError:\n    yield {'code': 'refused'}`,
      )
      .join('\n');
    const rows = await rowsOf({
      script: python(`${body}\nyield {'code': ','.join(sorted(__import__('os').environ))}`),
      params: {},
    });
    expect(rows.slice(0, -1)).toEqual(attempts.map(() => ({ code: 'refused' })));
    expect(rows.at(-1)?.code).not.toMatch(/SEXTANT|PG|USER/);
  });

  test.each([
    ['a list', 'return [{"a": 1}, {"a": 2}]'],
    ['a generator', 'yield {"a": 1}\nyield [{"a": 2}]'],
    ['an iterator', 'return map(lambda n: {"a": n}, [1, 2])'],
    ['a coroutine', 'async def later():\n    return [{"a": 1}, {"a": 2}]\nreturn later()'],
    ['an async generator', 'async def later():\n    yield {"a": 1}\n    yield {"a": 2}\nreturn later()'],
  ])('may give %s', async (_what, body) => {
    expect(await rowsOf({ script: python(body), params: {} })).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('may yield what Python has for dates, decimals and nothing', async () => {
    const body = `import datetime as d, decimal
yield {"day": d.date(2024, 1, 5), "at": d.datetime(2024, 1, 5, 8, tzinfo=d.timezone.utc), "took": d.timedelta(hours=1),
       "na": type("NAType", (), {"__ne__": lambda a, b: 1 / 0})(), "array": type("Array", (), {"tolist": lambda self: [1, 2]})(),
       "exact": decimal.Decimal("1.10"), "none": decimal.Decimal("NaN"), "big": 2**60, "set": {2, 1}}`;
    expect(await rowsOf({ script: python(body), params: {} })).toEqual([
      {
        day: '2024-01-05',
        at: '2024-01-05T08:00:00+00:00',
        took: '1:00:00',
        na: null,
        array: { $json: '[1, 2]' },
        exact: { $decimal: '1.10' },
        none: null,
        big: { $integer: '1152921504606846976' },
        set: { $json: '[1, 2]' },
      },
    ]);
  });

  test('that needs a Python which is not there says so', async () => {
    const without = createScriptRuntime({
      fetch,
      folders: { work: join(folder, 'work'), collectorLibraries: folder, userLibraries: folder },
      python: '/nowhere/python3',
    });
    await expect(without.describe(python('pass'))).rejects.toMatchObject({ kind: 'unavailable' });
    await without.close();
  });
});

describe.each([
  [
    'TypeScript',
    typescript,
    'const r = await ctx.fetch(params.url, params.init); yield { status: r.status, text: await r.text() };',
  ],
  [
    'Python',
    python,
    "r = ctx.fetch(params['url'], **params.get('init', {}))\nyield {'status': r.status, 'text': r.text}",
  ],
] as const)('the network of a %s script', (_name, script, body) => {
  test('is reached through the server', async () => {
    expect(await rowsOf({ script: script(body), params: { url: `${origin}/moved` } })).toEqual([
      { status: 200, text: '你好' },
    ]);
  });

  test('takes large answers', async () => {
    const [row] = await rowsOf({ script: script(body), params: { url: `${origin}/large` } });
    expect(String(row?.text)).toHaveLength(40 * 1024 * 1024);
  });

  test('ends where the egress policy says, also after a redirect', async () => {
    for (const url of ['http://169.254.169.254/latest', `${origin}/away`, 'file:///etc/passwd']) {
      const error = await failureOf({ script: script(body), params: { url } });
      expect(error.message).toMatch(/egress policy|http and https|fetch/);
    }
  });
});

describe('bounds', () => {
  const forever = typescript('for (;;) {}');

  test('time runs out', async () => {
    expect(await failureOf({ script: forever, params: {}, limits: { timeoutMs: 500 } })).toMatchObject({
      kind: 'timeout',
    });
  });

  test('processor time runs out', async () => {
    expect(await failureOf({ script: forever, params: {}, limits: { cpuSeconds: 1 } })).toMatchObject({
      kind: 'limit',
    });
  });

  test.each([
    ['TypeScript', typescript("const all = []; for (;;) all.push(Buffer.alloc(1e7, 'x'));")],
    ['Python', python('all = []\nwhile True:\n    all.append(bytearray(10000000))')],
  ])('memory of a %s script runs out', async (_name, script) => {
    const error = await failureOf({ script, params: {}, limits: { memoryMb: 300 } });
    expect(error.text.zh).toMatch(/内存|Memory|结束了进程/);
  });

  test('what it prints is cut, and far too much of it ends it', async () => {
    const lines: string[] = [];
    const error = await failureOf({
      script: typescript("for (;;) process.stdout.write('x'.repeat(1000) + '\\n');"),
      params: {},
      limits: { logBytes: 50_000 },
      onLog: (line) => lines.push(line),
    });
    expect(error).toMatchObject({ kind: 'limit' });
    expect(lines.join('').length).toBeLessThan(60_000);
  });

  test('a script that ends its process is told apart', async () => {
    expect((await failureOf({ script: typescript('process.exit(3);'), params: {} })).text.en).toContain(
      '(3)',
    );
  });

  test('cancel ends the process and what it started within a second', async () => {
    const abort = new AbortController();
    const started = Promise.withResolvers<number>();
    const running = failureOf({
      script: typescript('ctx.log(process.pid); for (;;) {}'),
      params: {},
      signal: abort.signal,
      onLog: (line) => started.resolve(Number(line)),
    });
    const pid = await started.promise;
    const at = performance.now();
    abort.abort();
    expect(await running).toMatchObject({ kind: 'cancelled' });
    expect(performance.now() - at).toBeLessThan(1000);
    await expect(readFile(`/proc/${pid}/stat`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a reader that leaves ends the script', async () => {
    let pid = 0;
    for await (const _ of runtime.run({
      script: typescript('ctx.log(process.pid); for (let n = 0; ; n++) yield { n };'),
      params: {},
      onLog: (line) => {
        pid = Number(line);
      },
    }))
      break;
    await expect(readFile(`/proc/${pid}/stat`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each([
    ['TypeScript', typescript("for (let n = 0; n < params.count; n++) yield { n, text: 'row ' + n };")],
    ['Python', python("for n in range(params['count']):\n    yield {'n': n, 'text': 'row %d' % n}")],
  ])('a million rows of a %s script pass with flat memory', async (_name, script) => {
    const before = process.memoryUsage().rss;
    let count = 0;
    let peak = 0;
    for await (const { cells } of runtime.run({ script, params: { count: 1_000_000 } })) {
      count += cells[0]?.length ?? 0;
      peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    expect(count).toBe(1_000_000);
    expect(peak).toBeLessThan(200 * 1024 * 1024);
  });
});
