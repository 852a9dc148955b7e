import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RuleSubject } from './rule-matcher.ts';
import { type CompiledRule, compileRule } from './rule-matcher.ts';

export interface RuleToRun {
  id: string;
  name: string;
  classId: string;
  expression: string;
}

/** Why an account got a class: the first rule of the class that matched it. */
export interface Match {
  accountId: string;
  classId: string;
  ruleId: string;
  ruleName: string;
  reasons: string[];
}

export interface Classified {
  matches: Match[];
  total: number;
  failed: number;
  /** By rule: how many matched, and the time that it took. */
  rules: Map<string, { matched: number; ms: number }>;
}

type Ready = RuleToRun & { compiled: CompiledRule };

/**
 * Asks every rule about every account. An account gets each class once, by the first of its rules that matches; the
 * event loop goes on between the pages.
 */
export async function classify(
  pages: AsyncIterable<readonly (RuleSubject & { id: string })[]>,
  rules: readonly RuleToRun[],
  options: { now?: number; signal?: AbortSignal } = {},
): Promise<Classified> {
  const now = options.now ?? Date.now();
  const ready: Ready[] = rules.map((rule) => ({ ...rule, compiled: compileRule(rule.expression) }));
  const found: Classified = {
    matches: [],
    total: 0,
    failed: 0,
    rules: new Map(rules.map(({ id }) => [id, { matched: 0, ms: 0 }])),
  };
  for await (const page of pages) {
    options.signal?.throwIfAborted();
    const given = new Set<string>();
    for (const rule of ready) runRule(rule, page, { now, given, found });
    found.total += page.length;
    found.failed += page.filter(({ facts }) => facts.problem !== null).length;
    await nextTurn();
  }
  return found;
}

function runRule(
  rule: Ready,
  page: readonly (RuleSubject & { id: string })[],
  { now, given, found }: { now: number; given: Set<string>; found: Classified },
): void {
  const startedAt = performance.now();
  const counted = found.rules.get(rule.id);
  let matched = 0;
  for (const account of page) {
    if (!rule.compiled.matches(account, now)) continue;
    matched += 1;
    const key = `${account.id} ${rule.classId}`;
    if (given.has(key)) continue;
    given.add(key);
    found.matches.push({
      accountId: account.id,
      classId: rule.classId,
      ruleId: rule.id,
      ruleName: rule.name,
      reasons: rule.compiled.reasons(account, now),
    });
  }
  if (!counted) return;
  counted.matched += matched;
  counted.ms += performance.now() - startedAt;
}
