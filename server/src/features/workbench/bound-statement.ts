import type { Cell } from '@sextant/contract/chart';
import type { Dialect } from '@sextant/sql/dialect';
import { bindParameters } from '@sextant/sql/named-parameters';
import { AppError } from '../../platform/errors/app-error.ts';

/**
 * A statement with the values of its parameters as the database takes them. Throws 422 that names the `:name`
 * parameters without a value and the values without a parameter.
 */
export function bindStatement(
  dialect: Dialect,
  input: { sql: string; params?: readonly Cell[]; namedParams?: Readonly<Record<string, Cell>> },
): { sql: string; params: readonly Cell[] } {
  const { sql, params = [], namedParams } = input;
  if (!namedParams) return { sql, params };
  const statement = bindParameters(sql, dialect, namedParams);
  if (statement.bound) return statement;
  const { names, problem } = statement;
  const fields = Object.fromEntries(
    names.map((name) => [`named_params.${name}`, [`${problem.zh} · ${problem.en}`]]),
  );
  throw new AppError('VALIDATION_ERROR', problem, { details: { fields } });
}
