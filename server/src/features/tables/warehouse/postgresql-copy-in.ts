import type pg from 'pg';
import type { StagedRows } from '../row-shaper.ts';
import type { StoredValue } from '../stored-values.ts';
import type { StagedColumn } from './sql-dialect.ts';

/** What pg's connection can send; not part of its published types. */
interface CopyWire {
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const special = /[\\\t\n\r]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function field(value: StoredValue | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return String(value);
  return value.replace(special, (character) => escapes[character] ?? character);
}

/** Rows in the text form of COPY: the hash, then the columns of the staging table. */
export function copyLines(columns: readonly StagedColumn[], rows: StagedRows): Buffer {
  const places = columns.map(({ name }) => rows.columns.findIndex((one) => one.name === name));
  const sources = places.map((place) => rows.values[place]);
  let text = '';
  for (let at = 0; at < rows.hashes.length; at += 1) {
    text += rows.hashes[at];
    for (const source of sources) {
      text += '\t';
      text += source ? field(source[at]) : '\\N';
    }
    text += '\n';
  }
  return Buffer.from(text);
}

/** Runs a `COPY … FROM STDIN` with these bytes; resolves once the server has taken them. */
export function copyIn(client: pg.Client, sql: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    const ignore = () => undefined;
    const onLost = () => reject(failure ?? new Error('The connection to the server was lost'));
    client.once('end', onLost);
    const query = {
      submit: (wire: CopyWire) => wire.query(sql),
      handleCopyInResponse(wire: CopyWire) {
        wire.sendCopyFromChunk(bytes);
        wire.endCopyFrom();
      },
      handleError(error: Error) {
        failure = error;
        client.off('end', onLost);
        reject(error);
      },
      handleReadyForQuery() {
        client.off('end', onLost);
        if (!failure) resolve();
      },
      handleCommandComplete: ignore,
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleEmptyQuery: ignore,
      handlePortalSuspended: ignore,
      handleCopyData: ignore,
    };
    client.query(query as unknown as pg.Submittable);
  });
}
