import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signIn, startServer } from '../test/server-process.ts';
import { addConnection } from './add-connection.ts';
import { createBenchDatabase } from './bench-databases.ts';
import { type Figure, median, milliseconds, timed } from './figure.ts';

const tables = 2_000;
const columnsOfEach = 20;
const runs = 11;

/** The schema browser over a large catalog of PostgreSQL: read anew, kept, searched. */
export async function benchCatalog(): Promise<Figure[]> {
  const database = await createBenchDatabase('postgresql');
  const work = `catalog of ${tables.toLocaleString('en')} tables × ${columnsOfEach}`;
  if (!database) return [{ work, measured: 'needs PostgreSQL', reference: '', aim: '', pass: null }];
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sextant-bench-'));
  const server = await startServer({ dataDir });
  try {
    const names = Array.from({ length: columnsOfEach }, (_, index) => `column_${index} text`).join(', ');
    for (let number = 0; number < tables; number += 1) {
      await database.run(['CREATE TABLE', `customer_orders_${number}`, `(${names})`].join(' '));
      await database.run(['COMMENT ON TABLE', `customer_orders_${number}`, "IS '客户订单'"].join(' '));
    }
    const headers = await signIn(server.url);
    const id = await addConnection(server.url, headers, 'postgresql', database.address);
    const get = (rest: string) =>
      timed(async () => {
        const answer = await fetch(`${server.url}/api/v1/connections/${id}/tables${rest}`, { headers });
        if (!answer.ok) throw new Error(await answer.text());
        await answer.text();
      });
    const several = async (rest: string) => {
      const times: number[] = [];
      for (let run = 0; run < runs; run += 1) times.push(await get(rest));
      return median(times);
    };
    const first = await get('');
    const firstSearch = await get('/search?q=khdd');
    return [
      figure(`${work}: first load`, first, 5_000),
      figure(`${work}: kept`, await several(''), 100),
      figure(`${work}: first search`, firstSearch, 1_000),
      figure(`${work}: search by name`, await several('/search?q=orders_1234'), 50),
      figure(`${work}: search by column and initials`, await several('/search?q=khdd%20column_7'), 50),
    ];
  } finally {
    await server.end('SIGTERM');
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function figure(work: string, spent: number, aim: number): Figure {
  const measured = milliseconds(spent);
  return { work, measured, reference: '', aim: `< ${aim.toLocaleString('en')} ms`, pass: spent < aim };
}
