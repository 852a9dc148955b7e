import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';

export interface MatrixCell {
  direct: boolean;
  via: string[];
  grantable: boolean;
}

export interface MatrixRow {
  key: string;
  object: string | null;
  level: PrivilegeLevel;
  cells: Map<string, MatrixCell>;
}

/** The rights as a table: an object per row, a right per column, the rights on most objects first. */
export function privilegeMatrix(privileges: readonly Privilege[]): { columns: string[]; rows: MatrixRow[] } {
  const rows = new Map<string, MatrixRow>();
  const uses = new Map<string, number>();
  for (const { object, level, privilege, via, grantable } of privileges) {
    const key = `${level} ${object ?? ''}`;
    const row: MatrixRow = rows.get(key) ?? { key, object, level, cells: new Map() };
    rows.set(key, row);
    const cell = row.cells.get(privilege) ?? { direct: false, via: [], grantable: false };
    if (!row.cells.has(privilege)) uses.set(privilege, (uses.get(privilege) ?? 0) + 1);
    row.cells.set(privilege, cell);
    if (via === null) cell.direct = true;
    else cell.via.push(via);
    cell.grantable ||= grantable;
  }
  return {
    columns: [...uses].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name),
    rows: [...rows.values()].sort((a, b) => (a.object ?? '').localeCompare(b.object ?? '')),
  };
}
