import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { writeParquet } from './write-parquet.ts';
import { writeXlsx } from './write-xlsx.ts';

const count = 5_000;
const columns: ResultColumn[] = Array.from({ length: count }, (_, index) => ({
  name: `列${index}`,
  type: 'integer',
  kind: 'integer',
}));
const rows: Cell[][] = Array.from({ length: 3 }, (_, row) =>
  columns.map((_column, index) => row * count + index),
);

async function* batches() {
  yield rows.slice(0, 1);
  yield rows.slice(1);
}

async function whole(chunks: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

describe('a result of 5,000 columns', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-wide-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is whole as CSV and JSON', async () => {
    const lines = (await whole(writeCsv(columns, batches()))).toString().trim().split('\r\n');
    expect(lines.map((line) => line.split(',').length)).toEqual([count, count, count, count]);
    expect(lines[3]?.endsWith(',14999')).toBe(true);
    const objects = JSON.parse((await whole(writeJson(columns, batches()))).toString());
    expect(Object.keys(objects[2])).toHaveLength(count);
    expect(objects[2].列4999).toBe(14_999);
  });

  it('is whole as XLSX', async () => {
    const file = join(folder, 'wide.xlsx');
    await writeFile(file, await whole(writeXlsx(columns, batches())));
    const [sheet] = await readWorkbook(file);
    expect(sheet?.data[3]).toHaveLength(count);
    expect(sheet?.data[3]?.at(-1)).toBe(14_999);
  });

  it('is whole as Parquet', async () => {
    const file = join(folder, 'wide.parquet');
    await writeFile(file, await whole(writeParquet(columns, batches())));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const read = await connection.runAndReadAll('select 列0, 列4999 from read_parquet($1)', [file]);
    expect(read.getRowsJson()).toEqual([
      ['0', '4999'],
      ['5000', '9999'],
      ['10000', '14999'],
    ]);
    connection.closeSync();
  });
});
