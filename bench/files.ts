import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ServerProcess, signIn } from '../test/server-process.ts';
import { runProcess } from './bench-databases.ts';
import { type Figure, timed } from './figure.ts';
import { memoryFigure, startWatchedServer, watchMemory } from './server-watch.ts';

const megabyte = 1024 * 1024;
const size = 1024 * megabyte;
const aim = 0.25;

/** A file of 1 GB up and down over HTTP against `cp` (and a sync), with the memory that it takes. */
export async function benchFiles(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const source = path.join(folder, 'source.bin');
  await runProcess('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', 'count=1024', 'status=none']);
  const server = await startWatchedServer(path.join(folder, 'data'));
  try {
    const copied = await timed(() =>
      runProcess('cp', [source, `${source}.copy`]).then(() => runProcess('sync', [`${source}.copy`])),
    );
    await rm(`${source}.copy`);
    const headers = await signIn(server.url);
    const upWatch = watchMemory(server);
    let id = '';
    const up = await timed(async () => {
      id = await upload(server, headers, source);
    });
    const upGrown = await upWatch();
    const downWatch = watchMemory(server);
    const target = path.join(folder, 'target.bin');
    const down = await timed(() =>
      curl(['--output', target, ...credentials(headers), `${server.url}/api/v1/files/${id}/content`]),
    );
    const downGrown = await downWatch();
    await runProcess('cmp', [source, target]);
    return [
      ...figures('upload of 1 GB over HTTP', up, copied, upGrown),
      ...figures('download of 1 GB over HTTP', down, copied, downGrown),
    ];
  } finally {
    await server.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function upload(
  server: ServerProcess,
  headers: Record<string, string>,
  source: string,
): Promise<string> {
  const base = `${server.url}/api/v1/files/uploads`;
  const post = async (url: string, body: object) => {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { data: { id: string } }).data.id;
  };
  const id = await post(base, { name: 'source.bin', size });
  const bytes = ['--header', 'content-type: application/octet-stream', '--upload-file', source];
  const sent = ['--request', 'PATCH', ...bytes, '--output', '/dev/null'];
  await curl([...sent, ...credentials(headers), `${base}/${id}?offset=0`]);
  return post(`${base}/${id}/finish`, {});
}

function credentials(headers: Record<string, string>): string[] {
  return ['--header', `authorization: ${headers.authorization}`];
}

async function curl(args: string[]): Promise<void> {
  const child = spawn('curl', ['--fail', '--silent', '--show-error', ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`curl ended with ${code}`);
}

function figures(work: string, spent: number, copied: number, grown: number): Figure[] {
  const rate = (milliseconds: number) => `${Math.round(size / megabyte / (milliseconds / 1000))} MB/s`;
  const ratio = copied / spent;
  return [
    {
      work,
      measured: `${rate(spent)} (${Math.round(ratio * 100)} %)`,
      reference: `cp and sync: ${rate(copied)}`,
      aim: `≥ ${aim * 100} %`,
      pass: ratio >= aim,
    },
    memoryFigure(work, grown, 96),
  ];
}
