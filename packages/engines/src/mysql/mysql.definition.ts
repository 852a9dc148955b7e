import { quoteIdentifier } from '@sextant/sql/identifier';
import type { CatalogTable } from '../catalog.ts';
import type { RunStatement } from '../pooled-database.ts';

/** The server's own text of a table or view. */
export async function readMysqlDefinition(run: RunStatement, table: CatalogTable): Promise<string> {
  const names = [table.schema, table.name].filter((name) => name !== null);
  const quoted = names.map((name) => quoteIdentifier('mysql', name)).join('.');
  const [[, text] = []] = await run(['SHOW CREATE TABLE', quoted].join(' '));
  return `${String(text)};`;
}
