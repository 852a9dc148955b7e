import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
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
/** Rows of one execution that must not need more memory than fewer do. */
const manyRows = 5_000_000;
const rounds = 3;
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

/** What identifies a row where it has no key, as the engine itself computes it. */
const identity = "concat_ws('|', code, volume, price, name)";
const columnNames = 'code, day, price, volume, name, live';

/** Rows per second of the engine alone: into a bare table, and into one with the columns and the index that we keep. */
interface Reference {
  bare: number;
  kept: number;
}

function* csvRows(): Generator<string> {
  for (let i = 0; i < rows; i += 1) {
    yield [`c${i}`, `2026-01-0${1 + (i % 9)}`, i * 0.25, i, `名称${i % 1000}`, i % 2 === 0].join(',');
  }
}

/**
 * Rows per second from a script into a warehouse, beside the engine's own bulk load of the same rows; and how soon a
 * script begins.
 */
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
    const load = () => loadIntoDuckdb(path.join(folder, `${randomBytes(4).toString('hex')}.duckdb`), csv);
    figures.push(...(await benchWarehouse(runtime, 'DuckDB', duckdb, load)));
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
    return await benchWarehouse(runtime, 'PostgreSQL', warehouse, () => loadIntoPostgresql(url.href));
  } finally {
    await server.query(`drop database ${name} with (force)`);
    await server.end();
  }
}

async function benchWarehouse(
  runtime: ScriptRuntime,
  place: string,
  warehouse: Warehouse,
  load: () => Promise<Reference>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [language, script] of Object.entries(scripts)) {
    const speeds: number[] = [];
    const references: Reference[] = [];
    let [memory, heldUp] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const table = `bench_${language.toLowerCase()}_${round}`;
      references.push(await load());
      const run = await collect(runtime, script, warehouse, table, rows);
      speeds.push(rows / run.seconds);
      memory = Math.max(memory, run.memory);
      heldUp = Math.max(heldUp, run.heldUp);
    }
    const reference = {
      kept: median(references.map(({ kept }) => kept)),
      bare: median(references.map(({ bare }) => bare)),
    };
    const speed = median(speeds);
    const [share, ofBare] = [speed / reference.kept, speed / reference.bare];
    figures.push({
      work: `${language} script into ${place}, ${rows.toLocaleString('en')} rows`,
      measured: `${range(speeds)}, server ${memory} MB, loop held up ≤ ${milliseconds(heldUp)}`,
      reference: `${place}'s own load with hash and index ${perSecond(reference.kept)} (${percent(share)}), bare ${perSecond(reference.bare)} (${percent(ofBare)})`,
      aim: '≥ 50 %',
      pass: share >= 0.5,
    });
  }
  figures.push(await benchManyRows(runtime, place, warehouse));
  return figures;
}

/** Memory at a tenth of the way and at its highest, of one execution with many rows. */
async function benchManyRows(runtime: ScriptRuntime, place: string, warehouse: Warehouse): Promise<Figure> {
  const script = scripts.TypeScript as ScriptSource;
  const { seconds, early, memory, heldUp } = await collect(
    runtime,
    script,
    warehouse,
    'bench_many',
    manyRows,
  );
  const growth = memory / early;
  return {
    work: `TypeScript script into ${place}, ${manyRows.toLocaleString('en')} rows`,
    measured: `${perSecond(manyRows / seconds)}, server ${early} MB at a tenth, ${memory} MB at most, loop held up ≤ ${milliseconds(heldUp)}`,
    reference: place === 'DuckDB' ? 'DuckDB, in the same process, may take 1 GB' : '',
    aim: '≤ 1.3 × the memory at a tenth, or DuckDB’s own 1 GB more',
    pass: growth <= 1.3 || (place === 'DuckDB' && memory <= early + 1000),
  };
}

async function collect(
  runtime: ScriptRuntime,
  script: ScriptSource,
  warehouse: Warehouse,
  table: string,
  count: number,
) {
  const shaper = createRowShaper({ key: null, columns: {} }, warehouse.limits);
  const staging = await warehouse.stage();
  let [memory, early, taken] = [0, 0, 0];
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const took = await timed(async () => {
    for await (const batch of runtime.run({ script, params: { count } })) {
      await staging.append(shaper.shape(batch));
      memory = Math.max(memory, process.memoryUsage.rss());
      taken += batch.cells[0]?.length ?? 0;
      if (taken <= count / 10) early = memory;
    }
    const stamp = { executionId: 'bench', collectedAt: new Date() };
    await staging.commit({ table, columns: shaper.columns(), keyed: false, stamp, comment: null });
  });
  delay.disable();
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  return {
    seconds: took / 1000,
    memory: megabytes(memory),
    early: megabytes(early),
    heldUp: delay.max / 1e6,
  };
}

/** DuckDB's own reading of the same rows as CSV. */
async function loadIntoDuckdb(file: string, csv: string): Promise<Reference> {
  const instance = await DuckDBInstance.create(file, { threads: '2' });
  const connection = await instance.connect();
  await connection.run(`create table reference (${tableParts})`);
  const bare = await timed(() => connection.run(`copy reference from '${csv}' (header false)`));
  const ours = `'bench' as execution, now()::timestamp as collected_at, md5(${identity})::uuid as row_hash`;
  await connection.run(`create table kept as select *, ${ours} from reference limit 0`);
  const kept = await timed(() =>
    connection.run(
      `insert into kept select *, ${ours} from (select * from read_csv('${csv}', header = false, names = [${columnNames.replace(/\w+/g, "'$&'")}]))`,
    ),
  );
  connection.closeSync();
  instance.closeSync();
  return { bare: rows / (bare / 1000), kept: rows / (kept / 1000) };
}

/** One COPY of the same rows, which are ready in memory. */
async function loadIntoPostgresql(url: string): Promise<Reference> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('drop table if exists reference, kept');
  await client.query(`create table reference (${tableParts})`);
  const bytes = Buffer.from([...csvRows()].join('\n'));
  const bare = await timed(() => copyIn(client, 'copy reference from stdin (format csv)', bytes));
  const text = "md5(code || '|' || volume::text || '|' || price::text || '|' || name)::uuid";
  await client.query(`create table kept (row_number bigint generated always as identity primary key, ${tableParts},
    execution text default 'bench', collected_at timestamp default now(),
    row_hash uuid generated always as (${text}) stored)`);
  const kept = await timed(async () => {
    await copyIn(client, `copy kept (${columnNames}) from stdin (format csv)`, bytes);
    await client.query('create unique index on kept (row_hash)');
  });
  await client.end();
  return { bare: rows / (bare / 1000), kept: rows / (kept / 1000) };
}

/** How long a script of one row takes from the order to the row, in a fresh process and in a warm one. */
async function benchStarts(runtime: ScriptRuntime): Promise<Figure[]> {
  const aims: Record<string, number> = { TypeScript: 100, Python: 150 };
  const figures: Figure[] = [];
  for (const [language, script] of Object.entries(scripts)) {
    const once = () =>
      timed(async () => {
        for await (const batch of runtime.run({ script, params: { count: 1 } }))
          if (batch.cells[0]?.length) break;
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

const percent = (share: number) => `${Math.round(share * 100)} %`;
const range = (speeds: number[]) =>
  `${perSecond(median(speeds))} (${perSecond(Math.min(...speeds))} – ${perSecond(Math.max(...speeds))})`;
const perSecond = (count: number) => `${Math.round(count).toLocaleString('en')} rows/s`;
