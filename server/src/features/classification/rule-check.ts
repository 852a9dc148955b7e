import type { RuleProblem } from '@sextant/contract/classification';
import { AppError } from '../../platform/errors/app-error.ts';
import { compileRule } from './rule-matcher.ts';
import { describeRule } from './rule-text.ts';
import { RuleError } from './rule-tokens.ts';

/** Where an expression cannot be read, or null. */
export function ruleProblem(expression: string): RuleProblem | null {
  try {
    describeRule(expression);
    return null;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return { message: error.text, from: error.from, to: error.to, expected: [...error.expected] };
  }
}

/** An expression ready to be asked; 422 with the place when it cannot be read. */
export function requireRule(expression: string) {
  const problem = ruleProblem(expression);
  if (!problem) return compileRule(expression);
  const { message, from } = problem;
  const text = {
    zh: `第 ${from + 1} 个字符处：${message.zh}`,
    en: `At character ${from + 1}: ${message.en}`,
  };
  throw new AppError('VALIDATION_ERROR', text, {
    details: { fields: { expression: [`${text.zh} · ${text.en}`] }, ...problem },
  });
}
