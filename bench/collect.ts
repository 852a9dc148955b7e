import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import {
  createScriptRuntime,
  type ScriptRuntime,
  type ScriptSource,
} from '../server/src/features/scripts/runtime/script-runtime.ts';
import { createRowShaper } from '../server/src/features/tables/row-shaper.ts';
import { openDuckdbWarehouse } from '../server/src/features/tables/warehouse/duckdb-warehouse.ts';
import { copyIn } from '../server/src/features/tables/warehouse/postgresql-copy-in.ts';
import { openPostgresqlWarehouse } from '../server/src/features/tables/warehouse/postgresql-warehouse.ts';
import type { Warehouse } from '../server/src/features/tables/warehouse/warehouse.ts';
import { isReachable, testServers } from '../server/test/test-servers.ts';
import { type Figure, median, milliseconds, timed } from './figure.ts';

const rows = 500_000;
const starts = 11;
const tableParts =
  'code varchar(20), day date, price double precision, volume bigint, name varchar(40), live boolean';

const head = "id: 'bench', name: 'bench', category: 'bench', frequency: 'manual', table: { name: 'bench' }";
const typescript = `export default { ${head}, async *run({ count }) {
  let batch = [];
  for (let i = 0; i < count; i++) {
    batch.push({ code: 'c' + i, day: '2026-01-0' + (1 + i % 9), price: i * 0.25, volume: i, name: '名称' + i % 1000, live: i % 2 === 0 });
    if (batch.length === 1000) { yield batch; batch = []; }
  }
  yield batch;
} };`;
const python = `
SCRIPT = {"id": "bench", "name": "bench", "category": "bench", "frequency": "manual", "table": {"name": "bench"}}
def run(params, ctx):
    for i in range(params["count"]):
        yield {"code": f"c{i}", "day": f"2026-01-0{1 + i % 9}", "price": i * 0.25, "volume": i, "name": f"名称{i % 1000}", "live": i % 2 == 0}
`;
const scripts: Record<string, ScriptSource> = {
  TypeScript: { id: 'bench', language: 'typescript', source: typescript },
  Python: { id: 'bench', language: 'python', source: python },
};

function* csvRows(): Generator<string> {
  for (let i = 0; i < rows; i += 1) {
    yield [`c${i}`, `2026-01-0${1 + (i % 9)}`, i * 0.25, i, `名称${i % 1000}`, i % 2 === 0].join(',');
  }
}

/** Rows per second from a script into a warehouse, beside the engine's own bulk load; and how soon a script begins. */
export async function benchCollect(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const runtime = createScriptRuntime({
    fetch,
    python: 'python3',
    folders: {
      work: path.join(folder, 'work'),
      collectorLibraries: path.join(import.meta.dirname, '../collectors/lib'),
      userLibraries: path.join(folder, 'lib'),
    },
  });
  try {
    const figures = await benchStarts(runtime);
    const csv = path.join(folder, 'rows.csv');
    await writeFile(csv, [...csvRows()].join('\n'));
    const duckdb = await openDuckdbWarehouse(path.join(folder, 'warehouse.duckdb'));
    const reference = await loadIntoDuckdb(path.join(folder, 'reference.duckdb'), csv);
    figures.push(...(await benchWarehouse(runtime, 'DuckDB', duckdb, reference)));
    await duckdb.close();
    figures.push(...(await benchPostgresql(runtime)));
    return figures;
  } finally {
    await runtime.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchPostgresql(runtime: ScriptRuntime): Promise<Figure[]> {
  const address = testServers.postgresql;
  if (!(await isReachable(address))) {
    const measured = `needs PostgreSQL at ${new URL(address).host}`;
    return [{ work: 'collect into PostgreSQL', measured, reference: '', aim: '≥ 50 %', pass: null }];
  }
  const name = `sextant_bench_${randomBytes(4).toString('hex')}`;
  const server = new pg.Client({ connectionString: address });
  await server.connect();
  await server.query(`create database ${name}`);
  try {
    const url = new URL(address);
    url.pathname = `/${name}`;
    const settings = {
      host: url.hostname,
      port: Number(url.port || 5432),
      username: url.username,
      password: decodeURIComponent(url.password),
      database: name,
      options: {},
    };
    const warehouse = await openPostgresqlWarehouse({
      settings,
      context: { resolveHost: async (host) => host },
    });
    return await benchWarehouse(runtime, 'PostgreSQL', warehouse, await loadIntoPostgresql(url.href));
  } finally {
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  }
}

async function benchWarehouse(
  runtime: ScriptRuntime,
  place: string,
  warehouse: Warehouse,
  reference: number,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [language, script] of Object.entries(scripts)) {
    const table = `bench_${language.toLowerCase()}`;
    const { seconds, memory, longest } = await collect(runtime, script, warehouse, table);
    const share = rows / seconds / reference;
    figures.push({
      work: `${language} script into ${place}, ${rows.toLocaleString('en')} rows`,
      measured: `${perSecond(rows / seconds)}, server ${memory} MB, write ≤ ${milliseconds(longest)}`,
      reference: `${place}'s own load ${perSecond(reference)} (${Math.round(share * 100)} %)`,
      aim: '≥ 50 %',
      pass: share >= 0.5,
    });
  }
  return figures;
}

async function collect(runtime: ScriptRuntime, script: ScriptSource, warehouse: Warehouse, table: string) {
  const shaper = createRowShaper({ key: null, columns: {} }, warehouse.limits);
  const staging = await warehouse.stage();
  let [memory, longest] = [0, 0];
  const took = await timed(async () => {
    for await (const batch of runtime.run({ script, params: { count: rows } })) {
      const startedAt = performance.now();
      await staging.append(shaper.shape(batch));
      longest = Math.max(longest, performance.now() - startedAt);
      memory = Math.max(memory, process.memoryUsage.rss());
    }
    const stamp = { executionId: 'bench', collectedAt: new Date() };
    await staging.commit({ table, columns: shaper.columns(), keyed: false, stamp, comment: null });
  });
  return { seconds: took / 1000, memory: Math.round(memory / 1e6), longest };
}

/** Rows per second of DuckDB's own reading of the same rows as CSV. */
async function loadIntoDuckdb(file: string, csv: string): Promise<number> {
  const instance = await DuckDBInstance.create(file, { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`create table reference (${tableParts})`);
  const took = await timed(() => connection.run(`copy reference from '${csv}' (header false)`));
  connection.closeSync();
  instance.closeSync();
  return rows / (took / 1000);
}

/** Rows per second of one COPY of the same rows, which are ready in memory. */
async function loadIntoPostgresql(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table reference (${tableParts})`);
  const bytes = Buffer.from([...csvRows()].join('\n'));
  const took = await timed(() => copyIn(client, 'copy reference from stdin (format csv)', bytes));
  await client.end();
  return rows / (took / 1000);
}

/** How long a script of one row takes from the order to the row, in a fresh process and in a warm one. */
async function benchStarts(runtime: ScriptRuntime): Promise<Figure[]> {
  const aims: Record<string, number> = { TypeScript: 100, Python: 150 };
  const figures: Figure[] = [];
  for (const [language, script] of Object.entries(scripts)) {
    const once = () =>
      timed(async () => {
        for await (const batch of runtime.run({ script, params: { count: 1 } }))
          if (batch.rows.length > 0) break;
      });
    const cold = await once();
    const warm: number[] = [];
    for (let run = 0; run < starts; run += 1) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      warm.push(await once());
    }
    const aim = aims[language] ?? 0;
    figures.push({
      work: `${language} script of one row`,
      measured: `warm ${milliseconds(median(warm))}, cold ${milliseconds(cold)}`,
      reference: '',
      aim: `warm ≤ ${aim} ms`,
      pass: median(warm) <= aim,
    });
  }
  return figures;
}

const perSecond = (count: number) => `${Math.round(count).toLocaleString('en')} rows/s`;
