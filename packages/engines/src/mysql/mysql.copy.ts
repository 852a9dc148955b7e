import type { Socket } from 'node:net';
import type { ResultColumn } from '@sextant/contract/result';
import type { Connection, Query } from 'mysql2';
import { createCopyQueue } from '../copy-queue.ts';
import { createCsvSink, endLine, isFull, takeCsv, writeComma } from '../csv-sink.ts';
import type { RunningCopy } from '../session.ts';
import { csvCellWriter, type MysqlPacket } from './mysql.csv-cells.ts';
import { resultColumns } from './mysql.rows.ts';
import type { MysqlField } from './mysql.values.ts';

/** A running prepared statement lets its rows be read by another reader; not part of mysql2's published types. */
interface RowReading {
  buildParserFromFields(fields: MysqlField[]): new () => { next(packet: MysqlPacket): null };
}

/** Writes a row of the binary protocol: a zero, one bit for each column that is NULL from the third bit on, values. */
function createRowWriter(fields: MysqlField[], sink: ReturnType<typeof createCsvSink>) {
  const writers = fields.map(csvCellWriter);
  const bitmapBytes = (fields.length + 9) >> 3;
  return (packet: MysqlPacket): void => {
    const bitmap = packet.offset + 1;
    packet.offset = bitmap + bitmapBytes;
    for (let index = 0; index < writers.length; index += 1) {
      if (index > 0) writeComma(sink);
      const bit = index + 2;
      const isNull = ((packet.buffer[bitmap + (bit >> 3)] as number) >> (bit & 7)) & 1;
      if (!isNull) writers[index]?.(packet, sink);
    }
    if (packet.offset > packet.end) throw new Error('A row is shorter than its columns');
    endLine(sink);
  };
}

/**
 * Takes the rows of a prepared statement that was just started as CSV, straight from the server's bytes. Rejects when
 * the statement failed at once.
 */
export async function copyRows(connection: Connection, command: Query): Promise<RunningCopy> {
  const begun = Promise.withResolvers<ResultColumn[]>();
  const sink = createCsvSink();
  const queue = createCopyQueue({
    stream: () => (connection as unknown as { stream: Socket }).stream,
    take: () => takeCsv(sink),
  });
  /** A procedure may send several results; the first one is the statement's. */
  let results = 0;

  function finish(error: unknown): void {
    connection.off('error', finish);
    if (error) begun.reject(error);
    queue.finish(error);
  }

  (command as unknown as RowReading).buildParserFromFields = (fields) => {
    results += 1;
    if (results > 1) return rowReader(() => undefined);
    begun.resolve(resultColumns(fields));
    const writeRow = createRowWriter(fields, sink);
    return rowReader((packet) => {
      writeRow(packet);
      if (isFull(sink)) queue.push(takeCsv(sink));
      queue.countRow();
    });
  };
  command.on('error', finish);
  command.on('end', () => finish(null));
  // A lost connection is told to the connection only when a command has no callback.
  connection.on('error', finish);
  const columns = await begun.promise;
  return { columns, read: queue.read, rowsCount: queue.rowsCount, close: async () => queue.ended() };
}

function rowReader(read: (packet: MysqlPacket) => void) {
  return class {
    next(packet: MysqlPacket): null {
      read(packet);
      return null;
    }
  };
}
