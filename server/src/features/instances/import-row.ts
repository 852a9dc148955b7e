import { environmentSchema, instanceCsvColumns } from '@sextant/contract/instances';
import type { Text } from '@sextant/contract/text';
import { invalid } from '../../platform/errors/app-error.ts';
import type { InstanceCreateInput } from './instances.service.ts';

const knownColumns = new Set<string>([...instanceCsvColumns, 'password']);
const yes = new Set(['1', 'true', 'yes', 'y', '是', 'on']);
const no = new Set(['0', 'false', 'no', 'n', '否', 'off']);
const longest: Partial<Record<string, number>> = {
  name: 100,
  driver: 50,
  host: 255,
  database: 1000,
  username: 200,
  password: 1000,
  contact: 200,
  description: 1000,
};

export interface RowError {
  column: string | null;
  text: Text;
}

/** What a row of the file asks for; `credential` is still a name. */
export interface ImportRow {
  /** From 1, below the heading. */
  row: number;
  name: string;
  input: Partial<InstanceCreateInput>;
  credential: string | undefined;
  errors: RowError[];
}

/** The columns that the heading names; 422 for a file that is no table of instances. */
export function readHeading(cells: readonly string[] | undefined): string[] {
  const columns = (cells ?? []).map((cell) => cell.trim().toLowerCase());
  const unknown = columns.find((column) => !knownColumns.has(column));
  if (unknown !== undefined) {
    const known = [...knownColumns].join(', ');
    throw invalid('csv', {
      zh: `不认识表头里的「${unknown}」列，可用：${known}`,
      en: `The heading has an unknown column "${unknown}"; there are: ${known}`,
    });
  }
  const missing = ['name', 'driver'].find((column) => !columns.includes(column));
  if (missing === undefined) return columns;
  throw invalid('csv', {
    zh: `表头缺少「${missing}」列；第一行要写列名，例如 name,driver,host,port`,
    en: `The heading lacks the column "${missing}"; the first line names the columns, as in name,driver,host,port`,
  });
}

/** Reads one row; whatever cannot be meant is an error that names its column. Empty cells say nothing. */
export function readRow(columns: readonly string[], cells: readonly string[], row: number): ImportRow {
  const errors: RowError[] = [];
  const fail = (column: string | null, zh: string, en: string) => errors.push({ column, text: { zh, en } });
  const cell = (column: string): string | undefined => {
    const value = cells[columns.indexOf(column)]?.trim() || undefined;
    const limit = longest[column];
    if (value === undefined || limit === undefined || value.length <= limit) return value;
    fail(
      column,
      `最长 ${limit} 个字符，这里有 ${value.length} 个`,
      `At most ${limit} characters; there are ${value.length}`,
    );
    return undefined;
  };
  if (cells.length > columns.length) {
    fail(
      null,
      `这一行有 ${cells.length} 格，表头只有 ${columns.length} 列；含逗号的文字要加引号`,
      `The row has ${cells.length} cells and the heading ${columns.length}; texts with commas need quotes`,
    );
  }
  const flag = (column: string): boolean | undefined => {
    const value = cell(column)?.toLowerCase();
    if (value === undefined) return undefined;
    if (!yes.has(value) && !no.has(value))
      fail(column, `要写 true 或 false，不是「${value}」`, `Write true or false, not "${value}"`);
    return yes.has(value);
  };
  for (const column of ['name', 'driver'])
    if (!cell(column)) fail(column, '不能为空', 'It must not be empty');
  const port = cell('port');
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    fail('port', `端口要在 1 到 65535 之间，不是「${port}」`, `A port is between 1 and 65535, not "${port}"`);
  }
  const environment = environmentSchema.safeParse(cell('environment')?.toLowerCase());
  if (cell('environment') !== undefined && !environment.success) {
    const known = environmentSchema.options.join(', ');
    fail(
      'environment',
      `「${cell('environment')}」不是环境，可用：${known}`,
      `"${cell('environment')}" is no environment; there are: ${known}`,
    );
  }
  const given = {
    name: cell('name'),
    driver: cell('driver')?.toLowerCase(),
    host: cell('host'),
    port: port === undefined ? undefined : Number(port),
    database: cell('database'),
    username: cell('username'),
    password: cell('password'),
    environment: environment.success ? environment.data : undefined,
    tags: cell('tags')
      ?.split(/[,;，；]/)
      .map((tag) => tag.trim().slice(0, 50))
      .filter((tag) => tag !== ''),
    contact: cell('contact'),
    description: cell('description'),
    is_shared: flag('is_shared'),
    is_active: flag('is_active'),
  };
  const input = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { row, name: given.name ?? '', input, credential: cell('credential'), errors };
}
