import type { Cell } from '@sextant/contract/chart';
import type { ResultColumn } from '@sextant/contract/result';
import type { Batches } from '../batch-stream.ts';
import { cellStyles, textCell, writeCell } from './xlsx-cell.ts';
import {
  contentTypesXml,
  rootRelationsXml,
  sheetEnd,
  sheetStart,
  stylesXml,
  workbookRelationsXml,
  workbookXml,
} from './xlsx-parts.ts';
import { type ZipEntry, zip } from './zip-stream.ts';

const maxSheetRows = 1_048_576;
const sheetName = '结果';
/** Cells written at a time, so that no batch holds the event loop for long. */
const sliceCells = 5_000;

/**
 * A result as an Excel workbook, written while its rows arrive: numbers, dates and booleans typed, the rest text,
 * numbers of more than 15 digits as text; a bold, frozen header; further sheets when one is full.
 */
export function writeXlsx(columns: readonly ResultColumn[], batches: Batches): AsyncIterable<Uint8Array> {
  return zip(workbookParts(columns, batches));
}

async function* workbookParts(columns: readonly ResultColumn[], batches: Batches): AsyncGenerator<ZipEntry> {
  const rows = createRowSource(batches);
  let sheets = 0;
  do {
    sheets += 1;
    yield { name: `xl/worksheets/sheet${sheets}.xml`, content: writeSheet(columns, rows) };
  } while (!(await rows.isDone()));
  const parts: Record<string, string> = {
    'xl/styles.xml': stylesXml,
    'xl/workbook.xml': workbookXml(sheets, sheetName),
    'xl/_rels/workbook.xml.rels': workbookRelationsXml(sheets),
    '_rels/.rels': rootRelationsXml,
    '[Content_Types].xml': contentTypesXml(sheets),
  };
  for (const [name, xml] of Object.entries(parts)) yield { name, content: [xml] };
}

/** Rows in slices of a bounded size, over the bounds of batches. */
function createRowSource(batches: Batches) {
  const source = batches[Symbol.asyncIterator]();
  let batch: Cell[][] = [];
  let at = 0;

  async function isDone(): Promise<boolean> {
    while (at >= batch.length) {
      const step = await source.next();
      if (step.done) return true;
      batch = step.value;
      at = 0;
    }
    return false;
  }

  return {
    isDone,
    /** At most `count` rows; none when all were read. */
    async take(count: number): Promise<Cell[][]> {
      if (await isDone()) return [];
      const rows = batch.slice(at, at + count);
      at += rows.length;
      return rows;
    },
  };
}

async function* writeSheet(
  columns: readonly ResultColumn[],
  rows: ReturnType<typeof createRowSource>,
): AsyncGenerator<string> {
  const letters = columns.map((_, index) => columnLetters(index));
  const header = columns.map(({ name }, index) => textCell(name, `${letters[index]}1`, cellStyles.header));
  yield `${sheetStart}<row r="1">${header.join('')}</row>`;
  const sliceRows = Math.ceil(sliceCells / Math.max(1, columns.length));
  let number = 1;
  while (number < maxSheetRows) {
    const slice = await rows.take(Math.min(sliceRows, maxSheetRows - number));
    if (slice.length === 0) break;
    let xml = '';
    for (const row of slice) {
      number += 1;
      xml += `<row r="${number}">`;
      for (let index = 0; index < columns.length; index += 1) {
        xml += writeCell(row[index], (columns[index] as ResultColumn).kind, `${letters[index]}${number}`);
      }
      xml += '</row>';
    }
    yield xml;
  }
  yield sheetEnd;
}

/** `A` … `Z`, `AA` … for a column index from 0. */
function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  const letter = String.fromCharCode(65 + (index % 26));
  return rest === 0 ? letter : columnLetters(rest - 1) + letter;
}
