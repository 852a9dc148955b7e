import { ExecutionError } from '../../platform/jobs/execution.ts';
import { type ScriptDescription, tableNameSchema } from './script-description.ts';

type Table = Omit<ScriptDescription['table'], 'name_from' | 'key_from'>;

/**
 * The table that a run fills: the script's own, or the one that its parameters name where the script lets them. Throws an
 * `ExecutionError` for what cannot name a table.
 */
export function targetTable(description: ScriptDescription, params: Record<string, unknown>): Table {
  const { name_from: nameFrom, key_from: keyFrom, ...table } = description.table;
  const name = nameFrom === undefined ? null : params[nameFrom];
  const columns = keyFrom === undefined ? null : params[keyFrom];
  return {
    ...table,
    name: typeof name === 'string' ? readName(name) : table.name,
    key: typeof columns === 'string' ? readKey(columns) : table.key,
  };
}

function readName(name: string): string {
  const parsed = tableNameSchema.safeParse(name.trim());
  if (parsed.success) return parsed.data;
  throw new ExecutionError(
    {
      zh: `“${name.slice(0, 80)}”不能作表名；用最多 60 个字母、汉字、数字和 _，不以数字开头`,
      en: `"${name.slice(0, 80)}" cannot name a table; use up to 60 letters, digits and _, not a digit first`,
    },
    { final: true },
  );
}

function readKey(columns: string): string[] | null {
  const names = columns.split(/[,，]/).map((name) => name.trim());
  const key = [...new Set(names.filter((name) => name !== ''))];
  return key.length === 0 ? null : key;
}
