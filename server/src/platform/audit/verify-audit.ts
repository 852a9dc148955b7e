import type { AuditVerification } from '@sextant/contract/audit';
import type { MetadataDatabase } from '../db/open-database.ts';
import { chainHash, chainSeal } from './audit-chain.ts';

const pageSize = 2_000;
const mostProblems = 100;
type Problem = AuditVerification['problems'][number];

/** Reads the whole chain and says which records are missing, were altered, or stand in another order. */
export async function verifyAudit(db: MetadataDatabase, key: Buffer): Promise<AuditVerification> {
  // The end is read first: what is appended meanwhile lies behind it.
  const end = await db
    .selectFrom('audit_chain')
    .select(['sequence', 'hash', 'seal'])
    .where('id', '=', 1)
    .executeTakeFirst();
  const problems: Problem[] = [];
  const report = (sequence: number, kind: Problem['kind'], message: string) => {
    if (problems.length < mostProblems) problems.push({ sequence, kind, message });
  };
  const last = end?.sequence ?? 0;
  let expected = 1;
  let previousHash = '';
  let checked = 0;
  let firstSequence: number | null = null;
  for (;;) {
    const rows = await db
      .selectFrom('audit_events')
      .selectAll()
      .where('sequence', '>=', expected)
      .where('sequence', '<=', last)
      .orderBy('sequence')
      .limit(pageSize)
      .execute();
    for (const row of rows) {
      const sequence = row.sequence as number;
      firstSequence ??= sequence;
      if (sequence !== expected) report(expected, 'missing', missingText(expected, sequence - 1));
      else if (row.previous_hash !== previousHash) {
        report(sequence, 'order', `record ${sequence} does not follow the record before it`);
      }
      if (chainHash(key, row.previous_hash ?? '', { ...row, sequence }) !== row.hash) {
        report(sequence, 'altered', `record ${sequence} was altered`);
      }
      expected = sequence + 1;
      previousHash = row.hash ?? '';
      checked += 1;
    }
    if (rows.length < pageSize) break;
  }
  if (expected <= last) report(expected, 'missing', missingText(expected, last));
  if (!end) report(0, 'end', 'the row that holds the end of the chain is gone');
  else if (last > 0 && end.seal !== chainSeal(key, end.sequence, end.hash)) {
    report(last, 'end', 'the row that holds the end of the chain was altered');
  } else if (expected > last && previousHash !== end.hash) {
    report(last, 'end', `the chain does not end with record ${last}`);
  }
  const beyond = await countBeyond(db, last);
  if (beyond.foreign > 0) report(last + 1, 'order', `${beyond.foreign} records carry no hash of the chain`);
  return {
    is_intact: problems.length === 0,
    checked,
    first_sequence: firstSequence,
    last_sequence: checked === 0 ? null : expected - 1,
    before_chain: beyond.before,
    problems,
  };
}

function missingText(from: number, to: number): string {
  return from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`;
}

/** Records without a place: from before the chain, or slipped in behind its back after it began. */
async function countBeyond(db: MetadataDatabase, last: number): Promise<{ before: number; foreign: number }> {
  const { begin } = await db
    .selectFrom('audit_events')
    .select((row) => row.fn.min('number').as('begin'))
    .where('sequence', 'is not', null)
    .executeTakeFirstOrThrow();
  const { all } = await db
    .selectFrom('audit_events')
    .select((row) => row.fn.countAll<number>().as('all'))
    .where('sequence', 'is', null)
    .executeTakeFirstOrThrow();
  const chainBegin = begin ?? (last > 0 ? 0 : null);
  if (chainBegin === null) return { before: Number(all), foreign: 0 };
  const { foreign } = await db
    .selectFrom('audit_events')
    .select((row) => row.fn.countAll<number>().as('foreign'))
    .where('sequence', 'is', null)
    .where('number', '>', chainBegin)
    .executeTakeFirstOrThrow();
  return { before: Number(all) - Number(foreign), foreign: Number(foreign) };
}
