import type { ColumnKind, ResultColumn } from '@sextant/contract/result';

/** Result columns with names made unique: a repeated `name` becomes `name_2`, an empty one `column_3`. */
export function uniqueColumns(
  columns: readonly { name: string; type: string; kind: ColumnKind }[],
): ResultColumn[] {
  const given = new Set(columns.map((column) => column.name));
  const used = new Set<string>();
  return columns.map(({ name, type, kind }, index) => {
    const base = name === '' ? `column_${index + 1}` : name;
    let unique = base;
    for (let count = 2; used.has(unique) || (unique !== name && given.has(unique)); count++) {
      unique = `${base}_${count}`;
    }
    used.add(unique);
    return { name: unique, type, kind };
  });
}
