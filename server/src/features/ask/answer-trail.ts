import type { ChatEvent, Evidence, ModelCost, Stage } from '@sextant/contract/chat';
import type { Language, Text } from '@sextant/contract/text';
import type { TokenUsage } from '../../platform/llm/language-model.ts';

export type Emit = (event: ChatEvent) => void;

const stageTexts: Record<Stage, Text> = {
  analyzing: { zh: '正在分析查询...', en: 'Analysing the question...' },
  linking: { zh: '正在读取数据库结构...', en: 'Reading the catalog...' },
  generating_sql: { zh: '正在生成 SQL...', en: 'Writing SQL...' },
  repairing: { zh: '正在修正 SQL...', en: 'Repairing the SQL...' },
  executing: { zh: '正在执行查询...', en: 'Running the query...' },
  visualizing: { zh: '正在选择图表...', en: 'Choosing a chart...' },
  summarizing: { zh: '正在总结结果...', en: 'Summing up the result...' },
};

/** Where an answer stands and what speaks for it: tells each stage as it begins and gathers the evidence. */
export function createTrail(lane: Evidence['lane'], language: Language, emit: Emit) {
  const evidence: Evidence = {
    lane,
    links: [],
    period: null,
    tables: [],
    joins: [],
    checks: [],
    attempts: [],
    timings: {},
  };
  const startedAt = performance.now();
  const under = new Map<string, { works: number; since: number }>();
  let stage: Stage = 'analyzing';
  return {
    evidence,
    stage: (): Stage => stage,

    enter(next: Stage): void {
      stage = next;
      emit({ type: 'progress', stage, message: stageTexts[stage][language] });
    },

    /** Keeps a statement that was tried, or null for a reply that held none, with what was wrong with it. */
    attempt(sql: string | null, error: string | null, milliseconds: number, candidate?: number): void {
      const attempt = evidence.attempts.length + 1;
      const tried = { attempt, sql, error, milliseconds: rounded(milliseconds) };
      evidence.attempts.push(candidate === undefined ? tried : { ...tried, candidate });
    },

    /** Counts a call to a model; what the function that is returned receives is added to its cost. */
    called(): (usage: TokenUsage) => void {
      evidence.cost ??= { calls: 0, input_tokens: null, output_tokens: null };
      const { cost } = evidence;
      cost.calls += 1;
      return (usage) => {
        add(cost, 'input_tokens', usage.input);
        add(cost, 'output_tokens', usage.output);
      };
    },

    /** Adds the milliseconds that some work takes to the timing of that name; works at the same time count once. */
    async time<T>(name: string, work: () => T | Promise<T>): Promise<T> {
      const current = under.get(name) ?? { works: 0, since: 0 };
      under.set(name, current);
      if (current.works === 0) current.since = performance.now();
      current.works += 1;
      try {
        return await work();
      } finally {
        current.works -= 1;
        if (current.works === 0) {
          const spent = performance.now() - current.since;
          evidence.timings[name] = rounded((evidence.timings[name] ?? 0) + spent);
        }
      }
    },

    finish(): Evidence {
      evidence.timings.total = rounded(performance.now() - startedAt);
      return evidence;
    },
  };
}

export type Trail = ReturnType<typeof createTrail>;

const order: Stage[] = ['analyzing', 'linking', 'generating_sql', 'repairing', 'executing'];

/** The trail for works at the same time: their stages go forward only. */
export function forwardOnly(trail: Trail): Trail {
  return {
    ...trail,
    enter(next) {
      if (order.indexOf(next) > order.indexOf(trail.stage())) trail.enter(next);
    },
  };
}

function add(cost: ModelCost, kind: 'input_tokens' | 'output_tokens', tokens: number | null): void {
  if (tokens !== null) cost[kind] = (cost[kind] ?? 0) + tokens;
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
