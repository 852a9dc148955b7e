import type { HardReason } from '@sextant/ask/hard-question';
import { sameRows } from '@sextant/ask/same-rows';
import type { Vote } from '@sextant/contract/chat';
import { ModelError } from '../../platform/llm/model-error.ts';
import type { Candidate } from './model-candidate.ts';

/** How candidates compare: `partial` when only one gave a result, `split` when no two are alike. */
export type Verdict = 'majority' | 'partial' | 'split' | 'none';

interface CountedVote {
  chosen: Candidate;
  verdict: Verdict;
  /** What the evidence keeps of it. */
  vote: Vote;
}

/** How freely each candidate is written: the first as an answer without a vote. */
const temperatures = [0, 0.7, 1];
/** How long the last candidate is waited for once the others agree. */
const lateMs = 3_000;

/**
 * Has three candidates written at the same time, and ends with those that come in time. Rejects when the answer is
 * stopped, and with the first failure when the model gave nothing at all.
 */
export async function gatherCandidates(
  signal: AbortSignal,
  write: (own: { candidate: number; temperature: number; signal: AbortSignal }) => Promise<Candidate>,
): Promise<Candidate[]> {
  const late = new AbortController();
  const ended = AbortSignal.any([signal, late.signal]);
  const finished: Candidate[] = [];
  let timer: NodeJS.Timeout | undefined;
  const all = await Promise.all(
    temperatures.map(async (temperature, index) => {
      const candidate = await write({ candidate: index + 1, temperature, signal: ended }).catch(failed);
      finished.push(candidate);
      if (finished.length === 2 && groupsOf(finished)[1] === 1)
        timer = setTimeout(() => late.abort(), lateMs);
      return candidate;
    }),
  );
  clearTimeout(timer);
  signal.throwIfAborted();
  return all;
}

function failed(failure: unknown): Candidate {
  return { kind: 'failed', sql: null, failure, tries: 1 };
}

/**
 * Counts candidates by what they came to: equal results, a question back, or nothing to answer from. The largest group
 * wins. When no two are alike a question back comes first, then an answer.
 */
export function countVotes(candidates: readonly Candidate[], reasons: HardReason[]): CountedVote {
  const groups = groupsOf(candidates);
  const sizes = groups.map((group) => groups.filter((other) => group !== null && other === group).length);
  const usable = candidates.filter(({ kind }) => kind !== 'failed').length;
  const most = Math.max(...sizes);
  const verdict = usable === 0 ? 'none' : usable === 1 ? 'partial' : most > 1 ? 'majority' : 'split';
  const index = verdict === 'majority' ? sizes.indexOf(most) : preferred(candidates);
  const chosen = candidates[index];
  if (!chosen) throw new Error('a vote needs candidates');
  return {
    chosen,
    verdict,
    vote: {
      reasons,
      candidates: candidates.map((candidate, place) => ({
        candidate: place + 1,
        outcome: candidate.kind,
        sql: sqlOf(candidate),
        rows_count: candidate.kind === 'answer' ? candidate.ran.result.rowsCount : null,
        group: groups[place] ?? null,
      })),
      chosen: verdict === 'none' ? null : index + 1,
      agreed: sizes[index] ?? 0,
    },
  };
}

/** A number for each candidate, the same for those that are alike; null for one that failed. */
function groupsOf(candidates: readonly Candidate[]): (number | null)[] {
  const groups: (number | null)[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const twin = candidates.slice(0, index).findIndex((other) => areAlike(other, candidate));
    const next = 1 + Math.max(0, ...groups.map((group) => group ?? 0));
    groups.push(candidate.kind === 'failed' ? null : twin === -1 ? next : (groups[twin] ?? null));
  }
  return groups;
}

function areAlike(one: Candidate, other: Candidate): boolean {
  if (one.kind === 'answer' && other.kind === 'answer') {
    return sameRows(one.ran.result.rows, other.ran.result.rows, false);
  }
  return one.kind === other.kind && one.kind !== 'failed';
}

function preferred(candidates: readonly Candidate[]): number {
  for (const kind of ['question', 'answer', 'cannot'] as const) {
    const index = candidates.findIndex((candidate) => candidate.kind === kind);
    if (index !== -1) return index;
  }
  // A failure that tells what was wrong with the SQL says more than one that tells that nobody could be reached.
  const told = candidates.findIndex(
    (candidate) => candidate.kind === 'failed' && !(candidate.failure instanceof ModelError),
  );
  return Math.max(told, 0);
}

function sqlOf(candidate: Candidate): string | null {
  if (candidate.kind === 'answer') return candidate.ran.sql;
  return candidate.kind === 'failed' ? candidate.sql : null;
}
