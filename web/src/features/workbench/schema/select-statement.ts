import { flavourOf, writtenName } from '../../../ui/sql-editor/dialects.ts';

const firstRows = 100;

/** A statement to begin with: every column by name, and few rows in the engine's own way. `table` is as written in SQL. */
export function selectStatement(
  table: string,
  columns: readonly { name: string }[],
  driver: string | undefined,
): string {
  const { naming, functions } = flavourOf(driver);
  const names = columns.map(({ name }) => writtenName(name, naming));
  const list = names.length === 0 ? '*' : names.join(',\n  ');
  if (functions === 'mssql') return `SELECT TOP ${firstRows}\n  ${list}\nFROM ${table};\n`;
  const limit = functions === 'oracle' ? `FETCH FIRST ${firstRows} ROWS ONLY` : `LIMIT ${firstRows}`;
  return `SELECT\n  ${list}\nFROM ${table}\n${limit};\n`;
}
