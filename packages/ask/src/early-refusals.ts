import type { Failure } from './failure.ts';

export const longestQuestion = 1000;

/** Refusals that need no catalog. */
export const tooLong: Failure = {
  kind: 'cannot',
  reason: {
    zh: `问题超过 ${longestQuestion} 个字符，内置引擎不处理；请缩短问题或选择一个模型。`,
    en: `The question is longer than ${longestQuestion} characters; shorten it or choose a model.`,
  },
};

export function noSuchDay(day: string): Failure {
  return {
    kind: 'cannot',
    reason: {
      zh: `没有“${day}”这一天，请改正日期。`,
      en: `There is no such day as "${day}"; correct the date.`,
    },
  };
}

export const noTables: Failure = {
  kind: 'cannot',
  reason: {
    zh: '这个连接里还没有任何表。',
    en: 'This connection holds no table yet.',
  },
};

export const foretells = /\b(will|forecast|predict|expected?|going to)\b|将|预计|预测|会/;

export function isAhead(from: string | null, now: string): boolean {
  return from !== null && from > now.slice(0, 10);
}

export function notYet(period: string): Failure {
  return {
    kind: 'cannot',
    reason: {
      zh: `“${period}”还没有到，数据里只有已经发生的事。`,
      en: `"${period}" is still to come; the data tell only what has happened.`,
    },
  };
}
