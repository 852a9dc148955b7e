import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const program = path.resolve(import.meta.dirname, '../scripts/run-script.ts');
let folder: string;
let server: Server;
let origin: string;

const rows = (body: string) =>
  `export default { id: 'sample', name: 'Sample', table: { name: 'sample', key: ['n'] },
  parameters: [{ name: 'n', type: 'integer', default: 3, description: '多少行' }, { name: 'rows', type: 'string' }],
  async *run(params: { n: number; rows: string | null }, ctx: any) {\n${body}\n} };`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sextant-run-script-'));
  await writeFile(
    path.join(folder, 'sample.ts'),
    rows(`for (let i = 1; i <= params.n; i++) yield { 名称: '第' + i, n: i, big: 9007199254740993n, list: [i] };
      ctx.log('rows is ' + params.rows); ctx.progress(100);`),
  );
  await writeFile(
    path.join(folder, 'broken.ts'),
    rows('yield { n: 1 };\nnull.field;').replace("'sample'", "'broken'"),
  );
  await writeFile(
    path.join(folder, 'endless.ts'),
    rows('ctx.log("begun"); await new Promise((done) => setTimeout(done, 1e6));').replace(
      "'sample'",
      "'endless'",
    ),
  );
  server = createServer((_request, response) => response.end('code,n\n007,1\n008,2\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function start(words: string[]) {
  const env = { PATH: process.env.PATH, LANG: 'C', SEXTANT_DATA_DIR: path.join(folder, 'data') };
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env });
  let [out, log] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log += text;
  });
  const ended = new Promise<{ out: string; log: string; code: number | null }>((resolve) =>
    child.once('close', (code) => resolve({ out, log, code })),
  );
  return { child, ended };
}

const run = (...words: string[]) => start(words).ended;

describe('npm run script', () => {
  test('prints rows as a table, and log and progress beside it', async () => {
    const { out, log, code } = await run('sample.ts', '--n', '2');
    expect(out).toBe(
      [
        '名称  n  big               list',
        '────  ─  ────────────────  ────',
        '第1   1  9007199254740993  [1]',
        '第2   2  9007199254740993  [2]',
        '',
      ].join('\n'),
    );
    expect(log).toBe('rows is null\n100 %\n2 rows\n');
    expect(code).toBe(0);
  });

  test('prints every row as a line of JSON', async () => {
    const { out } = await run('sample.ts', '--n=30', '--json');
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(30);
    expect(lines[29]).toEqual({ 名称: '第30', n: 30, big: '9007199254740993', list: [30] });
  });

  test("leaves a script's own parameter to it where one of ours has its name", async () => {
    expect((await run('sample.ts', '--rows', 'mine')).log).toContain('rows is mine');
  });

  test('runs a script that ships, by its id', async () => {
    const { out, code } = await run('csv_url', '--url', `${origin}/a.csv`, '--json');
    expect(JSON.parse(out.split('\n')[1] ?? '')).toEqual({
      source_url: `${origin}/a.csv`,
      code: '008',
      n: 2,
    });
    expect(code).toBe(0);
  });

  test('shows the parameters of one script, and all scripts', async () => {
    expect((await run('sample.ts', '--help')).out).toMatch(
      /--n +integer, default 3\s+多少行[\s\S]*Table sample, key n/,
    );
    expect((await run('--help')).out).toMatch(/csv_url +data\/manual\/csv_url\.ts/);
  });

  test.each([
    [['sample.ts', '--n', 'many'], 'Parameter n does not take "many"; it wants an integer'],
    [['sample.ts', '--m', '1'], "Parameter m is not one of this script's; there are: n, rows"],
    [['csv_url'], 'Parameter url is required'],
    [['sample.ts', '--n'], '--n has no value'],
    [['sample.ts', 'more'], '"more" stands alone'],
    [['csv_url', '--rows', '-1'], '--rows wants a whole number'],
    [['csv_ur'], 'did you mean csv_url?'],
    [['gone.ts'], 'gone.ts cannot be read'],
    [['notes.txt'], 'ends with none of'],
    [[], ''],
  ])('%j is answered in plain words', async (words, message) => {
    const { log, code } = await run(...words);
    expect(log).toContain(message);
    expect(code).toBe(2);
  });

  test('names the line of a script that fails', async () => {
    const { log, code } = await run('broken.ts');
    expect(log).toMatch(/line 5: .*null/);
    expect(code).toBe(1);
  });

  test('ends a script that takes longer than it may, or that nobody waits for', async () => {
    const late = await run('endless.ts', '--timeout', '1');
    expect(late.log).toContain('longer than 1 s');
    expect(late.code).toBe(1);
    const { child, ended } = start(['endless.ts']);
    child.stderr.on('data', (text: string) => text.includes('begun') && child.kill('SIGINT'));
    expect((await ended).code).toBe(130);
  });
});
