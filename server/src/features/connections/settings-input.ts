import type { ConnectionInput } from '@sextant/contract/connections';
import type { ConnectionSettings, Engine } from '@sextant/engines/engine';
import { engines, findEngine } from '@sextant/engines/registry';
import { checkSettings } from '@sextant/engines/settings';
import { AppError, invalid } from '../../platform/errors/app-error.ts';
import { withSecrets } from './connection-opener.ts';
import type { SecretFields } from './connection-secrets.ts';
import { settingsFailure } from './engine-failure.ts';

export type SettingsInput = Partial<
  Pick<ConnectionInput, 'host' | 'port' | 'username' | 'password' | 'database' | 'options'>
>;

/** Settings parted into what is stored in the clear and what is sealed. */
export interface SettingsParts {
  engine: Engine;
  clear: Omit<ConnectionSettings, 'password'>;
  secret: SecretFields;
}

/** The engine of a driver name; 422 that lists the drivers when there is none. */
export function requireEngine(driver: string): Engine {
  const engine = findEngine(driver);
  if (engine) return engine;
  const known = engines.map(({ id }) => id);
  throw new AppError(
    'VALIDATION_ERROR',
    {
      zh: `不支持「${driver}」，可用：${known.join('、')}`,
      en: `"${driver}" is not supported; there are: ${known.join(', ')}`,
    },
    { details: { fields: { driver: known } } },
  );
}

/**
 * Settings from a form. Of what the input leaves out the current values stay, secrets too; a secret that is null
 * or empty goes. 422 names the field that the engine cannot take, and the password when it is needed anew.
 */
export function mergeSettings(
  engine: Engine,
  input: SettingsInput,
  current: SettingsParts | null,
): SettingsParts {
  const kept = current?.engine.id === engine.id ? current : null;
  const has = (name: string) => engine.fields.some((field) => field.name === name && !field.option);
  const own = <K extends 'host' | 'port' | 'username' | 'database'>(name: K) => {
    if (!has(name)) return null;
    const value = input[name] === undefined ? kept?.clear[name] : input[name];
    return value === '' || value === undefined ? null : value;
  };
  const parts: SettingsParts = {
    engine,
    clear: {
      host: own('host'),
      port: own('port') ?? defaultPort(engine),
      username: own('username'),
      database: own('database'),
      options: clearOptions(engine, input, kept),
    },
    secret: secretFields(engine, input, kept),
  };
  check(parts);
  if (current) requirePasswordForNewTarget(input, current, parts);
  return parts;
}

function check({ engine, clear, secret }: SettingsParts): void {
  try {
    checkSettings(engine.fields, withSecrets(clear, secret));
  } catch (error) {
    throw settingsFailure(error);
  }
}

function defaultPort(engine: Engine): number | null {
  const port = engine.fields.find((field) => field.name === 'port' && !field.option)?.default;
  return typeof port === 'number' ? port : null;
}

function secretOptions(engine: Engine): Set<string> {
  return new Set(engine.fields.filter((field) => field.option && field.secret).map(({ name }) => name));
}

function clearOptions(engine: Engine, input: SettingsInput, kept: SettingsParts | null) {
  if (input.options === undefined) return kept?.clear.options ?? {};
  const secret = secretOptions(engine);
  return Object.fromEntries(
    Object.entries(input.options).filter(([name, value]) => !secret.has(name) && value !== null),
  );
}

function secretFields(engine: Engine, input: SettingsInput, kept: SettingsParts | null): SecretFields {
  const fields: SecretFields = { ...kept?.secret };
  const set = (name: string, value: unknown) => {
    if (value === undefined) return;
    if (value === null || value === '') delete fields[name];
    else fields[name] = String(value);
  };
  const takesPassword = engine.fields.some((field) => field.name === 'password' && !field.option);
  if (takesPassword) set('password', input.password);
  for (const name of secretOptions(engine)) set(name, input.options?.[name]);
  return fields;
}

/** A kept password must not travel to another machine than the one it was entered for. */
function requirePasswordForNewTarget(
  input: SettingsInput,
  current: SettingsParts,
  next: SettingsParts,
): void {
  const moved =
    current.engine.id !== next.engine.id ||
    current.clear.host !== next.clear.host ||
    current.clear.port !== next.clear.port;
  if (!moved || input.password !== undefined || current.secret.password === undefined) return;
  throw invalid('password', {
    zh: '主机、端口或引擎变了，请重新输入密码：保存的密码只用于原来的地址',
    en: 'Host, port or engine changed; enter the password again, the stored one is only for the former address',
  });
}
