import type { TaskParams } from '@sextant/contract/tasks';
import type { Text } from '@sextant/contract/text';
import type { ScriptParameter } from './script-description.ts';

type Value = TaskParams[string];

/** What is wrong with a set of parameters, each by its name. */
export type ParamProblems = { name: string; text: Text }[];

const dateForm = /^(\d{4})-?(\d{2})-?(\d{2})$/;
const placeholder = /\{\{.*\}\}/;

/**
 * Puts given values into the types of a script's parameters and adds defaults. With `allowPlaceholders` a text such as
 * `{{today}}` passes as it is.
 */
export function readParams(
  parameters: readonly ScriptParameter[],
  given: Record<string, unknown>,
  options: { allowPlaceholders?: boolean } = {},
): { params: TaskParams; problems: ParamProblems } {
  const params: TaskParams = {};
  const problems: ParamProblems = [];
  const fail = (name: string, zh: string, en: string) =>
    problems.push({ name, text: { zh: `参数 ${name} ${zh}`, en: `Parameter ${name} ${en}` } });
  for (const name of Object.keys(given)) {
    if (parameters.some((one) => one.name === name)) continue;
    const known = parameters.map((one) => one.name).join(', ') || '—';
    fail(name, `不是这个脚本的参数，可用：${known}`, `is not one of this script's; there are: ${known}`);
  }
  for (const parameter of parameters) {
    const { name } = parameter;
    const value = given[name];
    if (value === undefined || value === null || value === '') {
      if (parameter.required && parameter.default === null) fail(name, '必须填写', 'is required');
      params[name] = parameter.default;
    } else if (options.allowPlaceholders && typeof value === 'string' && placeholder.test(value)) {
      params[name] = value;
    } else {
      const read = readValue(parameter, value);
      if (read === undefined)
        fail(
          name,
          `不接受 ${show(value)}，需要${wanted(parameter).zh}`,
          `does not take ${show(value)}; it wants ${wanted(parameter).en}`,
        );
      else params[name] = read;
    }
  }
  return { params, problems };
}

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? typeof value;

function readValue(parameter: ScriptParameter, value: unknown): Value | undefined {
  const read = convert(parameter.type, value);
  if (read === undefined || parameter.options === null) return read;
  return parameter.options.some((option) => option === read || String(option) === String(read))
    ? read
    : undefined;
}

function convert(type: ScriptParameter['type'], value: unknown): Value | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
    case 'boolean':
      if (value === true || value === 'true' || value === 1 || value === '1') return true;
      return value === false || value === 'false' || value === 0 || value === '0' ? false : undefined;
    case 'date': {
      const match = dateForm.exec(String(value));
      const day = match && `${match[1]}-${match[2]}-${match[3]}`;
      return day && isDay(day) ? day : undefined;
    }
    default: {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
      return type === 'integer' && !Number.isSafeInteger(number) ? undefined : number;
    }
  }
}

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function wanted({ type, options }: ScriptParameter): Text {
  if (options !== null) return { zh: `以下之一：${options.join('、')}`, en: `one of ${options.join(', ')}` };
  return {
    string: { zh: '文本', en: 'text' },
    integer: { zh: '整数', en: 'an integer' },
    number: { zh: '数字', en: 'a number' },
    boolean: { zh: 'true 或 false', en: 'true or false' },
    date: { zh: '日期（2026-01-31 或 20260131）', en: 'a date (2026-01-31 or 20260131)' },
  }[type];
}
