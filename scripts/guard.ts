import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Dialect } from '@sextant/sql/dialect';
import { guard } from '@sextant/sql/guard';
import { unsupportedDialect } from '@sextant/sql/refusal';
import type { Verdict } from '@sextant/sql/verdict';

/** Statements of no particular dialect are judged as PostgreSQL: what it cannot prove to be a query is refused. */
const dialectByName = new Map<string, Dialect>([
  ['postgresql', 'postgresql'],
  ['postgres', 'postgresql'],
  ['generic', 'postgresql'],
  ['mysql', 'mysql'],
  ['mariadb', 'mysql'],
  ['sqlite', 'sqlite'],
  ['duckdb', 'duckdb'],
  ['clickhouse', 'clickhouse'],
  ['tsql', 'tsql'],
  ['oracle', 'oracle'],
  ['doris', 'mysql'],
  ['starrocks', 'mysql'],
]);

const usage = 'Usage: npm run --silent guard -- --in statements.jsonl[,more.jsonl] --out verdicts.jsonl';

interface Line {
  id: string;
  dialect: string;
  sql: string;
}

function parseLine(line: string): Line {
  const parsed: Partial<Record<keyof Line, unknown>> = JSON.parse(line);
  const { id, dialect, sql } = parsed;
  if (typeof id !== 'string' || typeof dialect !== 'string' || typeof sql !== 'string') {
    throw new Error(`This line needs the texts id, dialect and sql: ${line.slice(0, 200)}`);
  }
  return { id, dialect, sql };
}

async function judge(line: string): Promise<string> {
  const { id, dialect, sql } = parseLine(line);
  const known = dialectByName.get(dialect.toLowerCase());
  const verdict: Verdict = known ? await guard(sql, known) : unsupportedDialect(dialect).verdict;
  const reason = verdict.allow ? null : `${verdict.code}: ${verdict.reason.en}`;
  return JSON.stringify({ id, allow: verdict.allow, reason });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { in: { type: 'string' }, out: { type: 'string' } } });
  if (values.in === undefined || values.out === undefined) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  const verdicts: string[] = [];
  for (const file of values.in.split(',')) {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
    for (const line of lines) verdicts.push(await judge(line));
  }
  await writeFile(values.out, `${verdicts.join('\n')}\n`);
}

await main();
