import type { Text } from '@sextant/contract/text';

export type FileFormat = 'csv' | 'json' | 'parquet' | 'xlsx';

/** An upload as it lies on the disk; `name` is the client's and only ever shown. */
export interface UploadedFile {
  name: string;
  path: string;
  format: FileFormat;
}

/** The first rows of a file, as texts. */
export interface TablePreview {
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  hasMore: boolean;
  sheet: string | null;
  sheets: string[];
}

/** What the server asks of the import process. */
export type ImportOrder =
  | { kind: 'import'; workspace: string; folder: string; files: UploadedFile[] }
  | { kind: 'drop'; workspace: string; folder: string; table: string }
  | PreviewOrder;

export interface PreviewOrder {
  kind: 'preview';
  folder: string;
  file: UploadedFile;
  /** Of a workbook; null for the first. */
  sheet: string | null;
}

export interface LoadedTable {
  table: string;
  /** File name, with the sheet after `#` for a workbook. */
  source: string;
  rowsCount: number;
  encoding: string | null;
}

export type ImportReply =
  | { kind: 'done'; tables: LoadedTable[] }
  | { kind: 'preview'; preview: TablePreview }
  | { kind: 'fault'; fault: Fault }
  | { kind: 'crash'; message: string };

export interface Fault {
  file: string;
  text: Text;
  /** Counted from 1, the header included. */
  row?: number;
  column?: string;
}

/** A file that cannot be read, with the place where it goes wrong as far as that is known. */
export class FileFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.text.en);
    this.fault = fault;
  }
}
