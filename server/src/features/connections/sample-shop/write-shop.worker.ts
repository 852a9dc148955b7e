import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { quoteIdentifier } from '@sextant/sql/identifier';
import { generateShop } from './generate.ts';
import { shopIndexes, shopSchema } from './schema.ts';

/** What `createSampleShop` hands to the worker. */
export interface ShopOrder {
  path: string;
  today: string;
  seed: number;
}

function insertStatement(table: string, columns: number): string {
  const marks = Array.from({ length: columns }, () => '?').join(', ');
  return ['INSERT INTO', quoteIdentifier('sqlite', table), 'VALUES', `(${marks})`].join(' ');
}

function writeShop({ path, today, seed }: ShopOrder): void {
  const rowsByTable = generateShop({ today, seed });
  const unfinished = `${path}.${process.pid}.unfinished`;
  rmSync(unfinished, { force: true });
  try {
    const database = new DatabaseSync(unfinished);
    try {
      database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF');
      database.exec('BEGIN');
      database.exec(shopSchema);
      for (const [table, rows] of Object.entries(rowsByTable)) {
        const insert = database.prepare(insertStatement(table, rows[0]?.length ?? 0));
        for (const row of rows) insert.run(...row);
      }
      database.exec(shopIndexes);
      database.exec('COMMIT');
      database.exec('ANALYZE');
    } finally {
      database.close();
    }
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

writeShop(workerData as ShopOrder);
