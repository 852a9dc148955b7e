import type { Cell } from '@sextant/contract/chart';
import type { ConnectionField } from '@sextant/contract/connections';
import type { Text } from '@sextant/contract/text';
import type { ConnectionSettings } from './engine.ts';
import { EngineError } from './engine-error.ts';

type Value = string | number | boolean | null | undefined;

function settingsError(en: string, zh: string): EngineError {
  return new EngineError('settings', en, { hint: { en, zh } satisfies Text });
}

function checkValue(field: ConnectionField, value: Value): void {
  const { zh, en } = field.label;
  if (value === null || value === undefined || value === '') {
    if (!field.required) return;
    throw settingsError(`"${en}" (${field.name}) is missing`, `请填写「${zh}」（${field.name}）`);
  }
  const expected = field.kind === 'number' || field.kind === 'boolean' ? field.kind : 'string';
  if (typeof value !== expected) {
    throw settingsError(
      `"${en}" (${field.name}) must be a ${expected}`,
      `「${zh}」（${field.name}）的类型应为 ${expected}`,
    );
  }
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    throw settingsError(
      `"${en}" (${field.name}) holds a character that is not allowed`,
      `「${zh}」（${field.name}）里有不允许的字符`,
    );
  }
  if (field.choices && !field.choices.includes(String(value))) {
    const choices = field.choices.join(', ');
    throw settingsError(
      `"${en}" (${field.name}) must be one of ${choices}; it is "${value}"`,
      `「${zh}」（${field.name}）只能是 ${choices}，现在是“${value}”`,
    );
  }
}

/**
 * Checks settings against an engine's form; throws an `EngineError('settings')` that names the field:
 * unknown options, missing, mistyped or impossible values. A port must be 1 to 65535.
 */
export function checkSettings(fields: readonly ConnectionField[], settings: ConnectionSettings): void {
  const options = fields.filter((field) => field.option);
  for (const name of Object.keys(settings.options)) {
    if (options.some((field) => field.name === name)) continue;
    const known = options.map((field) => field.name).join(', ') || '–';
    throw settingsError(
      `Unknown connection option "${name}"; known options: ${known}`,
      `不认识的连接选项“${name}”；可用的选项：${known}`,
    );
  }
  const own: Record<string, Value> = {
    host: settings.host,
    port: settings.port,
    username: settings.username,
    password: settings.password,
    database: settings.database,
  };
  for (const field of fields) {
    checkValue(field, field.option ? settings.options[field.name] : own[field.name]);
  }
  const port = settings.port;
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw settingsError(
      `The port must be a whole number from 1 to 65535; it is ${port}`,
      `端口应为 1 到 65535 的整数，现在是 ${port}`,
    );
  }
}

/** The text of an option, or the field's default, or an empty string. Call after `checkSettings`. */
export function textOption(
  fields: readonly ConnectionField[],
  settings: ConnectionSettings,
  name: string,
): string {
  const value = settings.options[name] ?? fields.find((field) => field.name === name)?.default ?? '';
  return String(value);
}

/** Refuses SQL and parameters that no database can take, before they reach a driver that would mangle them. */
export function checkStatement(sql: string, params: readonly Cell[]): void {
  const inputs: [string, Cell][] = [
    ['the statement', sql],
    ...params.map((value, index): [string, Cell] => [`parameter ${index + 1}`, value]),
  ];
  for (const [name, value] of inputs) {
    if (typeof value !== 'string') continue;
    const fault = value.includes('\0')
      ? 'NUL (U+0000)'
      : value.isWellFormed()
        ? null
        : 'half of a surrogate pair';
    if (!fault) continue;
    const hint = {
      en: 'Remove the character and try again.',
      zh: `${name === 'the statement' ? 'SQL' : '参数'}里有数据库不接受的字符（${fault}），请删除后重试。`,
    };
    throw new EngineError('syntax', `There is a ${fault} character in ${name}`, { hint });
  }
}
