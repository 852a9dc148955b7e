import { findHeader, type HeaderPlace, usualWidth } from './header.ts';

const delimiters = [',', '\t', ';', '|'];
const sampleRows = 100;

export interface CsvShape extends HeaderPlace {
  delimiter: string;
}

/** The delimiter and the header of a text file, from its beginning. `isWhole` when the sample is all of it. */
export function csvShape(sample: string, isWhole: boolean): CsvShape {
  const [best] = delimiters
    .map((delimiter) => {
      const rows = readRows(sample, delimiter, isWhole).filter((row) => row.length > 1 || row[0] !== '');
      const width = usualWidth(rows);
      const agreeing = rows.filter((row) => row.length === width).length;
      return { delimiter, rows, width, score: width < 2 ? 0 : agreeing / rows.length };
    })
    .sort((left, right) => right.score - left.score || right.width - left.width);
  if (!best) throw new Error('there are no delimiters to choose from');
  const rows = readRows(sample, best.delimiter, isWhole);
  return { delimiter: best.delimiter, ...findHeader(rows, best.width) };
}

/** The first rows of a text, quotes understood; a row that the sample cuts off is left out. */
function readRows(text: string, delimiter: string, isWhole: boolean): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = () => {
    rows.push([...row, cell]);
    row = [];
    cell = '';
  };
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length && rows.length < sampleRows; at += 1) {
    const character = text[at] as string;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === delimiter) {
      row.push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
    } else cell += character;
  }
  if (isWhole && rows.length < sampleRows && (cell !== '' || row.length > 0)) endRow();
  return rows;
}
