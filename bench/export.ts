import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ServerProcess, signIn } from '../test/server-process.ts';
import { addConnection } from './add-connection.ts';
import {
  type BenchDatabase,
  createBenchDatabase,
  mysqlLogin,
  numbersTo,
  runProcess,
} from './bench-databases.ts';
import { type Figure, median, milliseconds, quantile, timed } from './figure.ts';
import { loopDelay, loopFigure, memoryFigure, startWatchedServer, watchMemory } from './server-watch.ts';

const exponent = 6;
const rows = 10 ** exponent;
const someRows = 200_000;
const megabyte = 1024 * 1024;
const select = 'SELECT * FROM sample';

const columns = {
  postgresql: `n AS id, 'customer ' || n AS name, n % 97 AS age, (n * 1.25)::numeric(14,2) AS amount,
    timestamp '2026-01-01' + n * interval '1 minute' AS created_at, n % 2 = 0 AS active, md5(n::text) AS hash,
    date '2026-01-01' + n % 365 AS day, n * 100000000000 AS big, NULL::text AS empty`,
  mysql: `n AS id, concat('customer ', n) AS name, n % 97 AS age, cast(n * 1.25 AS decimal(14,2)) AS amount,
    timestamp '2026-01-01 00:00:00' + INTERVAL n MINUTE AS created_at, n % 2 = 0 AS active, md5(n) AS hash,
    date '2026-01-01' + INTERVAL n % 365 DAY AS day, n * 100000000000 AS big, cast(NULL AS char(10)) AS empty`,
};
/** The share of the client's rows per second that an export must reach. */
const aims = { postgresql: 0.8, mysql: 0.4 };

/** Full exports over HTTP against the databases' own clients, with the memory they take and what others notice. */
export async function benchExport(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const driver of ['postgresql', 'mysql'] as const) {
    const database = await createBenchDatabase(driver);
    if (!database) {
      const measured = `needs a server for ${driver}`;
      figures.push({ work: `export, ${driver}`, measured, reference: '', aim: '', pass: null });
      continue;
    }
    const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
    const server = await startWatchedServer(dataDir);
    try {
      await database.run(
        ['CREATE TABLE sample AS SELECT', columns[driver], 'FROM', numbersTo(exponent)].join(' '),
      );
      figures.push(...(await measure(server, database)));
    } finally {
      await server.end('SIGTERM');
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measure(server: ServerProcess, database: BenchDatabase): Promise<Figure[]> {
  const headers = await signIn(server.url);
  const id = await addConnection(server.url, headers, database.driver, database.address);
  const download = async (format: string, limit: number) => {
    const sql = [select, 'LIMIT', limit].join(' ');
    const path = `${server.url}/api/v1/connections/${id}/exports`;
    const made = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ sql, format }) });
    const { data } = (await made.json()) as { data: { url: string } };
    await runProcess('curl', ['--fail', '--silent', '--output', '/dev/null', server.url + data.url]);
  };
  await download('csv', someRows);
  const figures = [...(await csvFigures(server, headers, database, () => download('csv', rows)))];
  for (const [format, aim] of [
    ['xlsx', 25_000],
    ['parquet', 100_000],
  ] as const) {
    const memory = watchMemory(server);
    const spent = await timed(() => download(format, someRows));
    figures.push(speedFigure(database.driver, format, (someRows / spent) * 1000, aim, await memory()));
  }
  figures.push(...(await runFigures(server, headers, id, database)));
  return figures;
}

async function csvFigures(
  server: ServerProcess,
  headers: Record<string, string>,
  database: BenchDatabase,
  download: () => Promise<void>,
): Promise<Figure[]> {
  const { driver } = database;
  const ours: number[] = [];
  const clients: number[] = [];
  await loopDelay(server);
  const memory = watchMemory(server);
  const latencies = watchLatency(server, headers);
  for (let run = 0; run < 3; run += 1) {
    ours.push(await timed(download));
    clients.push(await timed(() => runClient(database)));
  }
  const grown = await memory();
  const waits = await latencies();
  const held = await loopDelay(server);
  const ratio = median(clients) / median(ours);
  const perSecond = (spent: number) => `${Math.round((rows / spent) * 1000).toLocaleString('en')} rows/s`;
  const work = `CSV of ${rows.toLocaleString('en')} rows × 10 over HTTP, ${driver}`;
  return [
    {
      work,
      measured: `${perSecond(median(ours))} (${Math.round(ratio * 100)} %)`,
      reference: `${driver === 'postgresql' ? 'psql \\copy' : 'mariadb --batch --quick'}: ${perSecond(median(clients))}`,
      aim: `≥ ${aims[driver] * 100} %`,
      pass: ratio >= aims[driver],
    },
    memoryFigure(work, grown, 64),
    loopFigure(work, held),
    {
      work: `other requests meanwhile, ${driver}`,
      measured: `median ${milliseconds(median(waits))}, p99 ${milliseconds(quantile(waits, 0.99))}`,
      reference: '',
      aim: 'p99 < 100 ms',
      pass: quantile(waits, 0.99) < 100,
    },
  ];
}

/** First row and cancel of a statement whose end nobody would wait for. */
async function runFigures(
  server: ServerProcess,
  headers: Record<string, string>,
  id: string,
  { driver }: BenchDatabase,
): Promise<Figure[]> {
  const firsts: number[] = [];
  const cancels: number[] = [];
  const sql = [
    'SELECT a.id, a.name, b.n FROM sample AS a CROSS JOIN',
    numbersTo(1).replace('numbers', 'b'),
  ].join(' ');
  for (let run = 0; run < 5; run += 1) {
    const began = performance.now();
    const body = JSON.stringify({ sql, max_rows: 100_000 });
    const answer = await fetch(`${server.url}/api/v1/connections/${id}/run`, {
      method: 'POST',
      headers,
      body,
    });
    let text = '';
    let cancelledAt = 0;
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      if (cancelledAt > 0) continue;
      text += chunk;
      if (!text.includes('"type":"rows"')) continue;
      firsts.push(performance.now() - began);
      const { run_id: runId } = JSON.parse(text.slice(0, text.indexOf('\n'))) as { run_id: string };
      cancelledAt = performance.now();
      await fetch(`${server.url}/api/v1/runs/${runId}/cancel`, { method: 'POST', headers });
    }
    cancels.push(performance.now() - cancelledAt);
  }
  const figure = (work: string, times: number[], aim: number): Figure => ({
    work: `${work}, ${driver}`,
    measured: `median ${milliseconds(median(times))}`,
    reference: '',
    aim: `< ${aim} ms`,
    pass: median(times) < aim,
  });
  return [
    figure(`first row of a query of ${(rows * 10).toLocaleString('en')} rows`, firsts, 1_000),
    figure('from cancel to the end of the body', cancels, 1_000),
  ];
}

function runClient({ driver, address }: BenchDatabase): Promise<void> {
  return driver === 'postgresql'
    ? runProcess('psql', ['-q', address, '-c', `\\copy (${select}) to stdout csv header`])
    : runProcess('mariadb', ['--batch', '--quick', ...mysqlLogin(address), '-e', select]);
}

/** Asks for something small all the while; the function gives how long each answer took and ends the watch. */
function watchLatency(server: ServerProcess, headers: Record<string, string>): () => Promise<number[]> {
  let isOver = false;
  const watching = (async () => {
    const waits: number[] = [];
    while (!isOver) {
      waits.push(await timed(async () => (await fetch(`${server.url}/api/v1/auth/me`, { headers })).text()));
      await sleep(20);
    }
    return waits;
  })();
  return () => {
    isOver = true;
    return watching;
  };
}

function speedFigure(driver: string, format: string, speed: number, aim: number, grown: number): Figure {
  const growth = Math.round(grown / megabyte);
  return {
    work: `${format} of ${someRows.toLocaleString('en')} rows × 10 over HTTP, ${driver}`,
    measured: `${Math.round(speed).toLocaleString('en')} rows/s, memory + ${growth} MB`,
    reference: '',
    aim: `≥ ${aim.toLocaleString('en')} rows/s, < 200 MB`,
    pass: speed >= aim && growth < 200,
  };
}
