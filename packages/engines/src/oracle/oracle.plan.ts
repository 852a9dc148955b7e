import { randomBytes } from 'node:crypto';
import type { Cell } from '@sextant/contract/chart';
import { hintedError } from '../hints.ts';
import { type Plan, type PlanNode, planRoot, planStep, wholeTableWarning } from '../plan.ts';
import { withTimeLimit } from '../time-limit.ts';
import { connectOracle, type OracleLogin } from './oracle.connect.ts';
import { describeOracleError } from './oracle.errors.ts';
import { refuseWrites } from './oracle.read-only.ts';

const planLimitMs = 30_000;

const stepsQuery = `SELECT id, parent_id, operation, options, object_owner, object_name, cardinality, cost,
  access_predicates, filter_predicates FROM plan_table WHERE statement_id = :1 ORDER BY id`;
const textQuery = `SELECT plan_table_output FROM TABLE(DBMS_XPLAN.DISPLAY('PLAN_TABLE', :1, 'TYPICAL'))`;

function numberOrNull(cell: Cell | undefined): number | null {
  return cell === null || cell === undefined ? null : Number(cell);
}

function readStep(row: Cell[]): PlanNode {
  const [, , operation, options, , object, cardinality, cost, access, filter] = row;
  const name = [operation, options].filter(Boolean).join(' ');
  const rows = numberOrNull(cardinality);
  const table = typeof object === 'string' ? object : null;
  const details = [
    { name: 'access', value: access },
    { name: 'filter', value: filter },
  ];
  return planStep(name, {
    object: table,
    estimatedRows: rows,
    estimatedCost: numberOrNull(cost),
    details: details.flatMap(({ name: key, value }) => (value ? [{ name: key, value: String(value) }] : [])),
    // The estimate is of what is left after the filter; a filtered scan may read far more.
    warning: name === 'TABLE ACCESS FULL' ? wholeTableWarning(table, rows) : null,
  });
}

/** Puts the rows of PLAN_TABLE together to a tree; `lines` are Oracle's own text of it. */
export function readPlanTable(rows: readonly Cell[][], lines: readonly string[]): Plan {
  const steps = new Map(rows.map((row) => [Number(row[0]), readStep(row)]));
  const roots: PlanNode[] = [];
  for (const [id, parentId] of rows) {
    const step = steps.get(Number(id));
    const parent = parentId === null || parentId === undefined ? undefined : steps.get(Number(parentId));
    if (step) (parent?.children ?? roots).push(step);
  }
  return { root: planRoot('SELECT STATEMENT', roots), text: lines.join('\n') };
}

async function explainIn(
  { connection }: Awaited<ReturnType<typeof connectOracle>>,
  sql: string,
  params: readonly Cell[],
): Promise<Plan> {
  const id = `sextant_${randomBytes(8).toString('hex')}`;
  const select = async (query: string) => {
    const { rows = [] } = await connection.execute<Cell[]>(query, [id]);
    return rows;
  };
  connection.callTimeout = planLimitMs;
  try {
    const command = ["EXPLAIN PLAN SET STATEMENT_ID = '", id, "' FOR ", sql].join('');
    await connection.execute(command, [...params]);
    const lines = (await select(textQuery)).map(([line]) => String(line ?? ''));
    return readPlanTable(await select(stepsQuery), lines);
  } finally {
    await connection.rollback();
  }
}

/**
 * Asks for the plan of a statement in a session of its own and rolls back: Oracle writes plans into PLAN_TABLE, of
 * which every session has its own rows, and does not do so in a read-only transaction.
 */
export async function explainOracle(login: OracleLogin, sql: string, params: readonly Cell[]): Promise<Plan> {
  refuseWrites(sql);
  const session = await connectOracle(login);
  const late = () => hintedError('timeout', `The plan took longer than ${planLimitMs / 1000} s`);
  try {
    return await withTimeLimit(explainIn(session, sql, params), planLimitMs, late);
  } catch (error) {
    throw describeOracleError(error);
  } finally {
    void session.connection.close({ drop: true }).catch(() => session.destroy());
  }
}
