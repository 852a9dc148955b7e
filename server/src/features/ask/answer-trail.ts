import type { ChatEvent, Evidence, Stage } from '@sextant/contract/chat';
import type { Language, Text } from '@sextant/contract/text';

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
  let stage: Stage = 'analyzing';
  return {
    evidence,
    stage: (): Stage => stage,

    enter(next: Stage): void {
      stage = next;
      emit({ type: 'progress', stage, message: stageTexts[stage][language] });
    },

    /** Keeps a statement that was tried, or null for a reply that held none, with what was wrong with it. */
    attempt(sql: string | null, error: string | null, milliseconds: number): void {
      const attempt = evidence.attempts.length + 1;
      evidence.attempts.push({ attempt, sql, error, milliseconds: rounded(milliseconds) });
    },

    /** Adds the milliseconds that some work takes to the timing of that name. */
    async time<T>(name: string, work: () => T | Promise<T>): Promise<T> {
      const start = performance.now();
      try {
        return await work();
      } finally {
        const spent = performance.now() - start;
        evidence.timings[name] = rounded((evidence.timings[name] ?? 0) + spent);
      }
    },

    finish(): Evidence {
      evidence.timings.total = rounded(performance.now() - startedAt);
      return evidence;
    },
  };
}

export type Trail = ReturnType<typeof createTrail>;

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
