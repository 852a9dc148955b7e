import type { ExtensionConfig } from '@sextant/contract/extensions';
import { secretMask, secretName } from '../../platform/secrets/secret-names.ts';

type Json = ExtensionConfig[string];

/** Texts under names that speak of secrets, and under those that the config form asks for as passwords, as `***`. */
export function maskSecrets(config: ExtensionConfig, alsoSecret: readonly string[]): ExtensionConfig {
  return mapTexts(config, alsoSecret, (text) => (text === '' ? '' : secretMask));
}

/** Puts the secrets of `before` where `***` came back. */
export function restoreSecrets(given: ExtensionConfig, before: ExtensionConfig): ExtensionConfig {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, restored(value, before[name])]),
  );
}

function restored(value: Json, before: Json | undefined): Json {
  if (value === secretMask) return before ?? '';
  if (Array.isArray(value))
    return value.map((one, at) => restored(one, Array.isArray(before) ? before[at] : undefined));
  return isObject(value) ? restoreSecrets(value, isObject(before) ? before : {}) : value;
}

/** Values that came as texts, as HTML forms send them, in the types that the defaults have. */
export function typeLike(config: ExtensionConfig, defaults: ExtensionConfig): ExtensionConfig {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, typedLike(value, defaults[name])]),
  );
}

function typedLike(value: Json, model: Json | undefined): Json {
  if (typeof value !== 'string') return value;
  if (typeof model === 'number' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  if (typeof model === 'boolean' && /^(true|on|1|false|off|0|)$/.test(value))
    return /^(true|on|1)$/.test(value);
  return value;
}

/** Texts of a config that nobody but the extension should see. */
export function secretTexts(config: ExtensionConfig, alsoSecret: readonly string[]): string[] {
  const found: string[] = [];
  mapTexts(config, alsoSecret, (text) => {
    // What is as short as a word of prose would be struck out everywhere.
    if (text.length >= 6) found.push(text);
    return text;
  });
  return found;
}

/** Strikes secrets out of a text, also as JSON writes them. */
export function strikeOut(text: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (left, secret) =>
      left.replaceAll(JSON.stringify(secret).slice(1, -1), secretMask).replaceAll(secret, secretMask),
    text,
  );
}

function mapTexts(
  config: ExtensionConfig,
  alsoSecret: readonly string[],
  map: (text: string) => string,
  within = false,
): ExtensionConfig {
  const of = (value: Json, isSecret: boolean): Json => {
    if (typeof value === 'string') return isSecret ? map(value) : value;
    if (Array.isArray(value)) return value.map((one) => of(one, isSecret));
    return isObject(value) ? mapTexts(value, alsoSecret, map, isSecret) : value;
  };
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      of(value, within || secretName.test(name) || alsoSecret.includes(name)),
    ]),
  );
}

function isObject(value: Json | undefined): value is ExtensionConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
