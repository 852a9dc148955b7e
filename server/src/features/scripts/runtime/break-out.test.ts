import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress } from '../../../platform/egress/egress.ts';
import { createScriptRuntime, type RunOrder, type ScriptRuntime } from './script-runtime.ts';

let folder: string;
let outside: string;
let secret: string;
let runtime: ScriptRuntime;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-break-out-'));
  outside = await mkdtemp(join(tmpdir(), 'sextant-outside-'));
  secret = join(outside, 'secret.txt');
  await writeFile(secret, 'the master key');
  server = createServer((_request, response) => response.end('ok'));
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
  server.closeAllConnections();
  server.close();
  for (const path of [folder, outside]) await rm(path, { recursive: true, force: true });
});

const typescript = (body: string): RunOrder['script'] => ({
  id: 'sample',
  language: 'typescript',
  source: `export default { id: 'sample', async *run(params: any, ctx: any) {\n${body}\n} };`,
});
async function cellsOf(order: RunOrder): Promise<unknown[]> {
  const cells: unknown[] = [];
  for await (const frame of runtime.run(order)) cells.push(...(frame.cells[0] ?? []));
  return cells;
}

describe('a TypeScript script that wants out of its process', () => {
  const module = (name: string) => `(await import('node:${name}'))`;
  const attempts: [name: string, code: (secret: string, outside: string) => string][] = [
    ['reads as a blob', (file) => `await (await ${module('fs')}.openAsBlob('${file}')).text()`],
    ['reads by way of a link', (file) => `${module('fs')}.symlinkSync('${file}', 'link')`],
    ['reads by way of a hard link', (file) => `${module('fs')}.linkSync('${file}', 'link')`],
    ['copies', (file) => `${module('fs')}.copyFileSync('${file}', 'copy')`],
    ['reads a path of bytes', (file) => `${module('fs')}.readFileSync(Buffer.from('${file}'))`],
    ['climbs up', () => `${module('fs')}.readdirSync(process.cwd() + '/../..')`],
    ['reads by way of /proc', (file) => `${module('fs')}.readFileSync('/proc/self/root${file}')`],
    [
      'reads what the server was started with',
      () => `${module('fs')}.readFileSync('/proc/' + process.ppid + '/environ')`,
    ],
    ['reads as settings', (file) => `process.loadEnvFile('${file}')`],
    ['requires', (file) => `${module('module')}.createRequire('/')('${file}')`],
    ['opens as a database', (file) => `new (${module('sqlite')}.DatabaseSync)('${file}')`],
    [
      'attaches a database',
      (_, out) =>
        `new (process.getBuiltinModule('node:sqlite').DatabaseSync)(':memory:').exec("attach '${out}/a.db' as a")`,
    ],
    [
      'copies a database',
      (_, out) => `await ${module('module')}.createRequire('/')('node:sqlite').backup({}, '${out}/b.db')`,
    ],
    ['writes a report', (_, out) => `process.report.writeReport('${out}/report.json')`],
    ['writes its heap', (_, out) => `${module('v8')}.writeHeapSnapshot('${out}/heap')`],
    ['changes the engine', () => `${module('v8')}.setFlagsFromString('--allow-natives-syntax')`],
    ['loads native code', (file) => `process.dlopen({ exports: {} }, '${file}')`],
    ['calls native code', () => `${module('ffi')}.dlopen(null, {})`],
    [
      'runs WebAssembly with files',
      () => `new (${module('wasi')}.WASI)({ version: 'preview1', preopens: { '/': '/' } })`,
    ],
    ['becomes another program', () => "process.execve('/bin/true', ['true'], {})"],
    ['becomes another user', () => 'process.setuid(0)'],
    ['signals the server', () => 'process.kill(process.ppid, 0)'],
    ['signals the server by another name', () => `${module('process')}.kill(process.ppid, 0)`],
    ['signals the server with what is below', () => 'process._kill(process.ppid, 0)'],
    ['wakes the debugger of the server', () => 'process._debugProcess(0x7fffffff)'],
    ['slows the server down', () => `${module('os')}.setPriority(process.ppid, 19)`],
    ['opens a debugger', () => `${module('inspector')}.open(0)`],
    [
      'listens',
      () =>
        `await new Promise((ok, no) => import('node:net').then((net) => net.createServer().on('error', no).listen(0, ok)).catch(no))`,
    ],
    [
      'sends datagrams',
      () =>
        `await new Promise((ok, no) => import('node:dgram').then((dgram) => dgram.createSocket('udp4').on('error', no).send('x', 9, '127.0.0.1', ok)))`,
    ],
    [
      'asks a name server',
      () =>
        `await ${module('dns')}.promises.resolve4('example.com').catch((e) => { throw e.cause ?? (/ACCESS/.test(e.message) ? Object.assign(e, { code: 'ERR_ACCESS_DENIED' }) : e); })`,
    ],
  ];

  test.each(attempts)('%s: is denied', async (_name, code) => {
    const body = `try { ${code(secret, outside)}; yield { code: 'DONE' }; } catch (e: any) { yield { code: String(e.code ?? e) }; }`;
    const [answer] = await cellsOf({ script: typescript(body), params: {} });
    expect(answer).toMatch(/^ERR_(ACCESS_DENIED|DLOPEN_DISABLED)$/);
    expect(await readdir(outside)).toEqual(['secret.txt']);
  });

  test('cannot get back what was closed', async () => {
    const body = `delete (process as any).kill; delete (process.getBuiltinModule('node:sqlite') as any).DatabaseSync;
      try { (process as any).kill = null; } catch {}
      const { syncBuiltinESMExports } = await import('node:module'); syncBuiltinESMExports();
      yield { a: String(Object.getOwnPropertyDescriptor(process, 'kill')?.configurable) };
      for (const open of [() => process.kill(process.ppid, 0), () => new (process.getBuiltinModule('node:sqlite') as any).DatabaseSync(':memory:')])
        try { open(); yield { a: 'DONE' }; } catch (e: any) { yield { a: e.code ?? String(e) }; }`;
    const script = typescript(
      body.replaceAll('delete (', 'Reflect.deleteProperty(').replace(/\)\.(kill|DatabaseSync);/g, ", '$1');"),
    );
    expect(await cellsOf({ script, params: {} })).toEqual([
      'false',
      'ERR_ACCESS_DENIED',
      'ERR_ACCESS_DENIED',
    ]);
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'a Python script that wants out of its process',
  () => {
    /** Past the audit hook, which Python code can get around: by C functions, and by what the hook is not asked about. */
    const libc = "__import__('ctypes').CDLL(None, use_errno=True)";
    const checked = (call: string) =>
      `c = ${libc}\nr = ${call}\nif r < 0: raise PermissionError(__import__('ctypes').get_errno())`;
    const attempts: [name: string, code: (secret: string, outside: string) => string][] = [
      ['reads', (file) => `open('${file}').read()`],
      ['reads by way of a link', (file) => `os.symlink('${file}', 'link')\nopen('link').read()`],
      ['reads through C', (file) => checked(`c.open(b'${file}', 0)`)],
      ['writes through C', (_, out) => checked(`c.open(b'${out}/x', 0o101, 0o644)`)],
      ['lists', (_, out) => `os.listdir('${out}')`],
      [
        'reads what the server was started with',
        () => "open('/proc/%d/environ' % os.getppid(), 'rb').read()",
      ],
      ['reads the memory of the server', () => "open('/proc/%d/mem' % os.getppid(), 'rb')"],
      ['signals the server', () => 'os.kill(os.getppid(), 0)'],
      ['signals the server through C', () => checked('c.kill(os.getppid(), 0)')],
      ['signals one thread of the server', () => checked('c.syscall(234, os.getppid(), os.getppid(), 0)')],
      ['slows the server down', () => 'os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)'],
      [
        'lowers the limits of the server',
        () => 'import resource\nresource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (10, 10))',
      ],
      ['forks through C', () => checked('c.fork()')],
      ['runs a program through C', () => checked("c.execl(b'/bin/true', b'true', None)")],
      [
        'runs a program by what subprocess is made of',
        () =>
          "import _posixsubprocess as p\na, b = os.pipe()\np.fork_exec([b'/bin/true'], [b'/bin/true'], True, (b,), None, None, -1, -1, -1, -1, -1, -1, a, b, True, False, -1, None, None, None, -1, None, False)",
      ],
      ['opens a socket', () => `__import__('socket').create_connection(('127.0.0.1', PORT))`],
      ['opens a socket through C', () => checked('c.socket(2, 1, 0)')],
      ['opens a socket of this machine', () => checked('c.socket(1, 1, 0)')],
      [
        'sends datagrams',
        () =>
          "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
      ],
      ['traces', () => checked('c.ptrace(16, os.getppid(), 0, 0)')],
      ['leaves its place', () => checked("c.chroot(b'/')")],
    ];

    test.each(attempts)('%s: is denied', async (_name, code) => {
      const lines = ['import os', ...code(secret, outside).replace('PORT', new URL(origin).port).split('\n')];
      const body = ['def run(params, ctx):', '    try:', ...lines.map((line) => `        ${line}`)];
      const ending = [
        "        return [{'a': 'DONE'}]",
        '    except (PermissionError, OSError) as error:',
        "        return [{'a': 'denied'}]",
      ];
      const source = ["SCRIPT = {'id': 'sample'}", ...body, ...ending].join('\n');
      const [answer] = await cellsOf({ script: { id: 'sample', language: 'python', source }, params: {} });
      expect(answer).toBe('denied');
      expect(await readdir(outside)).toEqual(['secret.txt']);
    });

    test('still has threads, asyncio, its own files, time zones and what Python brings', async () => {
      const source =
        `import asyncio, json, os, sqlite3, ssl, subprocess, threading, urllib.request, zoneinfo, datetime
SCRIPT = {'id': 'sample'}
def run(params, ctx):
    seen = []
    one = threading.Thread(target=lambda: seen.append('thread'))
    one.start(); one.join()
    async def later():
        await asyncio.sleep(0)
        return 'async'
    seen.append(asyncio.run(later()))
    with open('own.txt', 'w') as file:
        file.write('file')
    os.rename('own.txt', 'other.txt')
    seen.append(open('other.txt').read())
    os.remove('other.txt')
    seen.append(sqlite3.connect('own.db').execute('select 1').fetchone()[0])
    seen.append(str(datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo('Asia/Shanghai')).utcoffset()))
    seen.append(ctx.fetch('ORIGIN').text)
    return [{'a': one} for one in seen]`.replace('ORIGIN', origin);
      const cells = await cellsOf({ script: { id: 'sample', language: 'python', source }, params: {} });
      expect(cells).toEqual(['thread', 'async', 'file', 1, '8:00:00', 'ok']);
    });
  },
);

describe('a script that fills the disk', () => {
  test.each([
    ['with one large file', "fs.appendFileSync('a', Buffer.alloc(1e6));"],
    ['with files in folders', "fs.mkdirSync('d' + n); fs.writeFileSync('d' + n + '/a', Buffer.alloc(1e6));"],
    ['with very many files', "fs.writeFileSync('f' + n, '');"],
  ])('%s is stopped, and its files are gone', { timeout: 120_000 }, async (_how, code) => {
    const script = typescript(
      `const fs = await import('node:fs');
      for (let n = 0; n < 60_000; n += 1) { ${code} if (n > 100 && !/'f'/.test(CODE)) break; }
      await new Promise((done) => setTimeout(done, 60_000));`.replace('CODE', JSON.stringify(code)),
    );
    const limits = { diskMb: 50, timeoutMs: 100_000 };
    const error = await cellsOf({ script, params: {}, limits }).catch((one) => one);
    expect(error).toMatchObject({ kind: 'limit' });
    expect(error.text.en).toContain('disk');
    const spares = await readdir(join(folder, 'work'), { recursive: true });
    expect(spares.filter((path) => path.includes('/'))).toEqual([]);
  });
});

describe('a script that speaks for its host', () => {
  const kinds = {
    loaded: 17,
    rows: 18,
    progress: 19,
    log: 20,
    fetch: 21,
    unfetch: 22,
    failed: 24,
    pull: 25,
    nobody: 99,
    load: 1,
  };
  const say = (kind: keyof typeof kinds, payload: string) => `
    { const body = Buffer.from(${payload}); const head = Buffer.alloc(5);
      head.writeUInt32LE(body.length + 1, 0); head.writeUInt8(${kinds[kind]}, 4);
      const all = Buffer.concat([head, body]);
      for (let at = 0; at < all.length; ) at += fs.writeSync(3, all, at); }`;
  const forging = (code: string, timeoutMs = 20_000): RunOrder => ({
    script: typescript(
      `const fs = await import('node:fs');\n${code}\nawait new Promise(() => setInterval(() => {}, 1000));`,
    ),
    params: {},
    limits: { timeoutMs },
  });

  test.each([
    ['rows that are nothing', say('rows', "'null'")],
    ['rows without columns', say('rows', `'{"columns":[],"cells":[]}'`)],
    ['rows of another length', say('rows', `'{"columns":["a","b"],"cells":[[1],[1,2]]}'`)],
    ['columns without cells', say('rows', `'{"columns":["a","b"],"cells":[[1]]}'`)],
    ['rows with columns that are objects', say('rows', `'{"columns":[{"x":1}],"cells":[[1]]}'`)],
    ['two columns of one name', say('rows', `'{"columns":["a","a"],"cells":[[1],[2]]}'`)],
    ['a cell that is a list', say('rows', `'{"columns":["a"],"cells":[[[1]]]}'`)],
    ['a number that is SQL', say('rows', `'{"columns":["a"],"cells":[[{"$integer":"1); drop table x"}]]}'`)],
    ['a request that is nothing', say('fetch', "'null'")],
    [
      'a request without an id',
      say('fetch', `'{"url":"http://x/","method":"GET","headers":[],"body":null}'`),
    ],
    [
      'a request with a wrong id',
      say('fetch', `'{"id":-1,"url":"http://x/","method":"GET","headers":[],"body":null}'`),
    ],
    ['a pull of nothing', say('pull', "'null'")],
    ['an end of a request that is text', say('unfetch', `'"x"'`)],
    ['a log that is an object', say('log', `'{"length":1}'`)],
    ['progress that is text', say('progress', `'"much"'`)],
    ['a failure that is nothing', say('failed', "'null'")],
    ['text that is no JSON', say('rows', "'{'")],
    ['a second description', say('loaded', `'{"collector":null,"functions":[]}'`)],
    ['a frame of a kind that nobody knows', say('nobody', "''")],
    ['a frame longer than any', 'fs.writeSync(3, Buffer.from([255, 255, 255, 255, 18]));'],
    ['an empty frame', 'fs.writeSync(3, Buffer.from([0, 0, 0, 0, 18]));'],
    [
      'millions of empty rows',
      say('rows', `'{"columns":["a"],"cells":[[' + '[],'.repeat(20_000_000) + '[]]]}'`),
    ],
  ])('with %s ends as failed, and the server goes on', async (_name, code) => {
    const before = process.memoryUsage().heapUsed;
    const error = await cellsOf(forging(code)).catch((one) => one);
    expect(error).toMatchObject({ name: 'ScriptError', kind: 'failed' });
    expect(error.message).toContain('no message of its host');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(150 * 1024 * 1024);
    expect(await cellsOf({ script: typescript("yield { a: 'next' };"), params: {} })).toEqual(['next']);
  });

  test('asking without ever reading the answers is stopped before it fills the memory', {
    timeout: 120_000,
  }, async () => {
    const ask = say(
      'fetch',
      `JSON.stringify({ id, url: '${'http://127.0.0.1:9/'}', method: 'GET', headers: [], body: null })`,
    );
    const before = process.memoryUsage().rss;
    const error = await cellsOf(forging(`for (let id = 1; ; id += 1) ${ask}`, 100_000)).catch((one) => one);
    expect(error).toMatchObject({ kind: 'limit' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('10,000 requests of an honest script are answered, most of them with a refusal', async () => {
    const body = `const all = await Promise.all(Array.from({ length: 10_000 }, () => ctx.fetch('${origin}').then((r) => r.text(), (e) => e.message)));
      yield { a: all.filter((one) => one === 'ok').length > 0 && all.every((one) => one === 'ok' || /at once/.test(one)) };`;
    expect(await cellsOf({ script: typescript(body), params: {} })).toEqual([true]);
  });

  test('a column called __proto__ is a column and nothing else', async () => {
    const batches = await Array.fromAsync(
      runtime.run({
        script: typescript(`yield JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');`),
        params: {},
      }),
    );
    expect(batches).toEqual([
      { columns: ['__proto__', 'constructor'], cells: [[{ $json: '{"polluted":true}' }], [1]] },
    ]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
