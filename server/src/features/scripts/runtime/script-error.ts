import type { Text } from '@sextant/contract/text';
import type { ScriptFailure } from './frames.ts';

export type ScriptErrorKind = 'failed' | 'timeout' | 'cancelled' | 'limit' | 'unavailable';

/** Why a script did not end well: its own error with its line, or the bound that it ran into. */
export class ScriptError extends Error {
  readonly kind: ScriptErrorKind;
  readonly text: Text;
  readonly line: number | null;
  readonly details: string | null;

  constructor(kind: ScriptErrorKind, text: Text, failure?: ScriptFailure) {
    super(text.en);
    this.name = 'ScriptError';
    this.kind = kind;
    this.text = text;
    this.line = failure?.line ?? null;
    this.details = failure?.stack ?? null;
  }
}

export function failed(failure: ScriptFailure): ScriptError {
  return new ScriptError('failed', { zh: failure.message, en: failure.message }, failure);
}

/** As `failed`, in both languages where the script only passes on what it was told when it read. */
export function failedReading(failure: ScriptFailure, textOf: (message: string) => Text | null): ScriptError {
  const text = textOf(failure.message);
  return text ? new ScriptError('failed', text, failure) : failed(failure);
}

export function outOfTime(timeoutMs: number): ScriptError {
  const seconds = timeoutMs / 1000;
  return new ScriptError('timeout', {
    zh: `脚本运行超过 ${seconds} 秒，已被停止；可在任务里调大超时`,
    en: `The script ran longer than ${seconds} s and was stopped; its task may allow more`,
  });
}

export function cancelled(): ScriptError {
  return new ScriptError('cancelled', { zh: '执行已取消', en: 'The execution was cancelled' });
}

export function overLimit(what: Text): ScriptError {
  return new ScriptError('limit', {
    zh: `脚本用的${what.zh}超过上限，已被停止`,
    en: `The script used more than its share of ${what.en} and was stopped`,
  });
}

export function endedByItself(code: number | null, signal: string | null): ScriptError {
  const how = code === null ? (signal ?? '?') : String(code);
  return new ScriptError('failed', {
    zh: `脚本自己结束了进程（${how}），没有跑完`,
    en: `The script ended its process (${how}) before it was done`,
  });
}

export function pythonMissing(program: string): ScriptError {
  return new ScriptError('unavailable', {
    zh: `这台机器上没有可用的 Python（${program}），Python 脚本不能运行；其他脚本不受影响`,
    en: `There is no usable Python here (${program}), so Python scripts cannot run; other scripts can`,
  });
}
