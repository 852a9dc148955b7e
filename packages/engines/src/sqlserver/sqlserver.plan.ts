import type { Cell } from '@sextant/contract/chart';
import { hintedError } from '../hints.ts';
import { type Plan, type PlanNode, planRoot, planStep, wholeTableWarning } from '../plan.ts';
import { withTimeLimit } from '../time-limit.ts';
import { readShowplanXml, type XmlElement } from './showplan-xml.ts';
import { connectSqlserver, runBatch, type SqlserverLogin } from './sqlserver.connect.ts';
import { describeSqlserverError } from './sqlserver.errors.ts';
import { refuseWrites } from './sqlserver.read-only.ts';

const planLimitMs = 30_000;
const readsAll = /^(Table Scan|Clustered Index Scan|Columnstore Index Scan)$/;

/** Elements of a name below an element, but not below a further step of the plan. */
function ownElements(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => {
    if (child.name === name) return [child];
    return child.name === 'RelOp' ? [] : ownElements(child, name);
  });
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  return text === undefined || !Number.isFinite(value) ? null : value;
}

function plainName(quoted: string | undefined): string | null {
  return quoted ? quoted.replace(/^\[|\]$/g, '').replaceAll(']]', ']') : null;
}

function objectOf(step: XmlElement): { table: string | null; index: string | null } {
  const { Table, Index } = ownElements(step, 'Object')[0]?.attributes ?? {};
  return { table: plainName(Table), index: plainName(Index) };
}

const conditions = ['SeekPredicates', 'Predicate', 'HashKeysProbe', 'OrderBy', 'GroupBy'];

function conditionText(element: XmlElement): string {
  const scalars = ownElements(element, 'ScalarOperator').map(({ attributes }) => attributes.ScalarString);
  const texts = scalars.filter((text) => text !== undefined);
  if (texts.length > 0) return texts.join(' AND ');
  return ownElements(element, 'ColumnReference')
    .map(({ attributes }) => attributes.Column)
    .join(', ');
}

function detailsOf(step: XmlElement, index: string | null): PlanNode['details'] {
  const { LogicalOp, PhysicalOp } = step.attributes;
  const found = conditions.flatMap((name) =>
    ownElements(step, name).map((element) => ({ name, value: conditionText(element) })),
  );
  if (index !== null) found.unshift({ name: 'Index', value: index });
  if (LogicalOp && LogicalOp !== PhysicalOp) found.unshift({ name: 'LogicalOp', value: LogicalOp });
  return found.filter(({ value }) => value !== '');
}

function readStep(step: XmlElement): PlanNode {
  const operation = step.attributes.PhysicalOp ?? 'RelOp';
  const { table, index } = objectOf(step);
  const size = numberOf(step.attributes.TableCardinality);
  return planStep(operation, {
    object: table,
    estimatedRows: numberOf(step.attributes.EstimateRows),
    estimatedCost: numberOf(step.attributes.EstimatedTotalSubtreeCost),
    details: detailsOf(step, index),
    warning: readsAll.test(operation) ? wholeTableWarning(table, size) : null,
    children: ownElements(step, 'RelOp').map(readStep),
  });
}

/** The plan in the XML that `SET SHOWPLAN_XML ON` makes a statement answer with. */
export function readShowplan(xml: string): Plan {
  const document = readShowplanXml(xml);
  const [statement] = ownElements(document, 'StmtSimple');
  const operation = statement?.attributes.StatementType ?? 'SELECT';
  return { root: planRoot(operation, ownElements(statement ?? document, 'RelOp').map(readStep)), text: xml };
}

function parameterType(value: Cell): string {
  if (typeof value === 'boolean') return 'bit';
  if (typeof value !== 'number') return 'nvarchar(4000)';
  return Number.isSafeInteger(value) ? 'bigint' : 'float';
}

/** Parameters are declared without values, which no plan needs: nothing of them becomes part of the text. */
function withParameters(sql: string, params: readonly Cell[]): string {
  if (params.length === 0) return sql;
  const names = params.map((value, index) => `@p${index + 1} ${parameterType(value)}`);
  return ['DECLARE', `${names.join(', ')};`, sql].join(' ');
}

/** Asks for the plan of a statement in a session of its own, in which the server runs nothing. */
export async function explainSqlserver(
  login: SqlserverLogin,
  sql: string,
  params: readonly Cell[],
): Promise<Plan> {
  refuseWrites(sql);
  const connection = await connectSqlserver(login);
  try {
    await runBatch(connection, 'SET SHOWPLAN_XML ON');
    const answer = runBatch(connection, withParameters(sql, params));
    const late = () => hintedError('timeout', `The plan took longer than ${planLimitMs / 1000} s`);
    const rows = await withTimeLimit(answer, planLimitMs, late);
    const xml = rows.map(([text]) => String(text)).find((text) => text.includes('RelOp'));
    return readShowplan(xml ?? String(rows.at(-1)?.[0] ?? ''));
  } catch (error) {
    throw describeSqlserverError(error);
  } finally {
    connection.close();
  }
}
