import type { Text } from '@sextant/contract/text';

/**
 * What a login may do beyond reading, from harmless to all: `reader` nothing, `writer` changes rows, `owner` changes
 * tables, `administrator` reaches accounts, files or the server itself. `unknown` when the database would not tell.
 */
export type RightsGrade = 'reader' | 'writer' | 'owner' | 'administrator' | 'unknown';

export interface RightsReason {
  grade: RightsGrade;
  /** The right as the engine calls it: `SUPER`, `INSERT on shop.orders`, `pg_read_server_files`. */
  right: string;
  text: Text;
}

export interface LoginRights {
  /** As the database knows it, e.g. `report@%`. */
  login: string;
  grade: RightsGrade;
  /** Why it is not `reader`, worst first; empty for a reader. */
  reasons: RightsReason[];
  /** Statements that make a login which may only read what this connection shows; a comment asks for the password. */
  readerScript: string;
}

const worstFirst: readonly RightsGrade[] = ['administrator', 'owner', 'writer', 'unknown', 'reader'];

/** Grades a login by the worst of its reasons, without repeating a right; no reasons make a `reader`. */
export function gradeRights(
  login: string,
  reasons: readonly RightsReason[],
  readerScript: string,
): LoginRights {
  const unique = new Map(reasons.map((reason) => [reason.right, reason]));
  const sorted = [...unique.values()].sort(
    (left, right) => worstFirst.indexOf(left.grade) - worstFirst.indexOf(right.grade),
  );
  return { login, grade: sorted[0]?.grade ?? 'reader', reasons: sorted, readerScript };
}
