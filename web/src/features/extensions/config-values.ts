import type { ExtensionConfig, FormField } from '@sextant/contract/extensions';
import { type FieldValues, initialValues } from './form-values.ts';

/** A config as its form shows it: what it holds, and the author's defaults for what it lacks. */
export function configFieldValues(fields: readonly FormField[], config: ExtensionConfig): FieldValues {
  const values = initialValues(fields);
  for (const { name, type } of fields) {
    const kept = config[name];
    if (kept === undefined || kept === null) continue;
    if (type === 'checkbox') values[name] = kept === true || kept === 'true' || kept === 1;
    else if (type === 'number' || type === 'range') values[name] = Number(kept);
    else values[name] = typeof kept === 'object' && !Array.isArray(kept) ? JSON.stringify(kept) : kept;
  }
  return values;
}

/** What a form was filled in with, as the values of a config: figures and flags as such, texts as texts. */
export function configOfFields(fields: readonly FormField[], values: FieldValues): ExtensionConfig {
  const config: ExtensionConfig = {};
  for (const { name, type } of fields) {
    const given = values[name];
    if (type === 'file') continue;
    if (type === 'checkbox') config[name] = given === true;
    else config[name] = (given ?? null) as ExtensionConfig[string];
  }
  return config;
}
