import type { Text } from '@sextant/contract/text';
import { dialects } from './dialect.ts';
import type { Verdict } from './verdict.ts';

type RefusedVerdict = Extract<Verdict, { allow: false }>;
export type RefusalCode = RefusedVerdict['code'];

/** Thrown inside the guard to stop reading; `guard` turns it into a verdict. */
export class Refusal extends Error {
  readonly verdict: RefusedVerdict;

  constructor(code: RefusalCode, construct: string, reason: Text, at?: number) {
    super(reason.en);
    this.verdict = { allow: false, code, construct, reason, ...(at !== undefined && { at }) };
  }
}

const longestConstruct = 60;

/** A piece of a statement, short enough to be named in a message. */
export function excerpt(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  return oneLine.length <= longestConstruct ? oneLine : `${oneLine.slice(0, longestConstruct)}…`;
}

export function emptyStatement(): Refusal {
  return new Refusal('empty', '', {
    zh: '没有可执行的语句。请写一条查询。',
    en: 'There is no statement. Write one query.',
  });
}

export function syntaxRefusal(found: string, position: number): Refusal {
  const construct = excerpt(found);
  return new Refusal(
    'syntax',
    construct,
    {
      zh: `第 ${position + 1} 个字符处的 ${construct} 无法识别，语句未执行。请检查语法；名称与关键字同名时请加引号。`,
      en: `Cannot read ${construct} at character ${position + 1}, so the statement was not run. Check the syntax; quote a name that is also a keyword.`,
    },
    position,
  );
}

export function unterminated(what: Text, construct: string, position: number): Refusal {
  return new Refusal(
    'syntax',
    construct,
    {
      zh: `第 ${position + 1} 个字符处的${what.zh}没有结束。请补上结束符号。`,
      en: `The ${what.en} that starts at character ${position + 1} does not end. Close it.`,
    },
    position,
  );
}

export function unsupportedDialect(name: string): Refusal {
  const construct = excerpt(name);
  return new Refusal('unsupported_dialect', construct, {
    zh: `还不支持 ${construct} 的语句检查，因此不执行。可用的方言：${dialects.join('、')}。`,
    en: `Statements of ${construct} cannot be checked yet, so they are not run. Supported: ${dialects.join(', ')}.`,
  });
}

export function severalStatements(second: string): Refusal {
  const construct = excerpt(second);
  return new Refusal('several_statements', construct, {
    zh: `一次只能执行一条语句，分号之后还有 ${construct}。请分开执行。`,
    en: `Only one statement can be run at a time, and ${construct} follows the semicolon. Run them one by one.`,
  });
}

export function notReadOnly(construct: string): Refusal {
  return new Refusal('not_read_only', construct, {
    zh: `${construct} 不是只读语句。这里只能查询数据，不能修改数据、结构或会话。`,
    en: `${construct} is not read-only. Only queries run here; data, structure and session cannot be changed.`,
  });
}

export function functionRefusal(name: string): Refusal {
  const construct = `${excerpt(name)}()`;
  return new Refusal('function_not_allowed', construct, {
    zh: `函数 ${construct} 不在允许的函数之列。只读查询只能使用数据库自带的、不读写文件、不访问网络、不改变状态的函数。`,
    en: `The function ${construct} is not among the allowed ones. A read-only query may use built-in functions that touch no file, no network and no state.`,
  });
}

export function constructRefusal(construct: string, why: Text): Refusal {
  return new Refusal('construct_not_allowed', construct, {
    zh: `不允许使用 ${construct}：${why.zh}`,
    en: `${construct} is not allowed: ${why.en}`,
  });
}
