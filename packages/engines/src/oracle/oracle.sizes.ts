import type { Cell } from '@sextant/contract/chart';
import { type DatabaseSize, sumTables } from '../database-sizes.ts';
import { EngineError } from '../engine-error.ts';
import type { RunStatement } from '../pooled-database.ts';

/** Segments of an index count for its table. */
const allQuery = `SELECT s.owner, COALESCE(i.table_name, s.segment_name),
    SUM(CASE WHEN i.table_name IS NULL THEN s.bytes ELSE 0 END),
    SUM(CASE WHEN i.table_name IS NULL THEN 0 ELSE s.bytes END)
  FROM dba_segments s LEFT JOIN dba_indexes i ON i.owner = s.owner AND i.index_name = s.segment_name
  WHERE s.segment_type NOT LIKE 'LOB%' AND s.segment_type NOT IN ('TYPE2 UNDO', 'TEMPORARY', 'ROLLBACK')
  GROUP BY s.owner, COALESCE(i.table_name, s.segment_name)`;

const ownQuery = `SELECT USER, COALESCE(i.table_name, s.segment_name),
    SUM(CASE WHEN i.table_name IS NULL THEN s.bytes ELSE 0 END),
    SUM(CASE WHEN i.table_name IS NULL THEN 0 ELSE s.bytes END)
  FROM user_segments s LEFT JOIN user_indexes i ON i.index_name = s.segment_name
  WHERE s.segment_type NOT LIKE 'LOB%'
  GROUP BY COALESCE(i.table_name, s.segment_name)`;

async function readSegments(run: RunStatement): Promise<Cell[][]> {
  try {
    return await run(allQuery);
  } catch (error) {
    const isHidden = error instanceof EngineError && ['unknown_table', 'denied'].includes(error.code);
    if (isHidden) return run(ownQuery);
    throw error;
  }
}

/** The size of every schema, or of the login's own where it may not see the others. */
export async function readOracleSizes(run: RunStatement): Promise<DatabaseSize[]> {
  const rows = await readSegments(run);
  const tables = rows.map(([owner, name, data, index]) => ({
    database: String(owner),
    schema: null,
    name: String(name),
    bytes: Number(data) + Number(index),
    dataBytes: Number(data),
    indexBytes: Number(index),
    rowsEstimate: null,
  }));
  return sumTables(tables, []);
}
