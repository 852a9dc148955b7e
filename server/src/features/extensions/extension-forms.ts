import type { ExtensionForm } from '@sextant/contract/extensions';
import { ScriptError } from '../scripts/runtime/script-error.ts';
import type { ScriptRuntime } from '../scripts/runtime/script-runtime.ts';
import { descriptionOf, sourceOf } from './extension-rules.ts';
import type { StoredExtension } from './extensions.repository.ts';
import type { ExtensionsService } from './extensions.service.ts';
import { readFormFields } from './form-fields.ts';
import { fillPlaceholders } from './form-placeholders.ts';
import { hasFunction } from './read-extension.ts';

const limits = { timeoutMs: 20_000, cpuSeconds: 20 };
const longestForm = 500_000;

/** Asks extensions for their forms; the config that they see has `***` for its secrets, for a form goes to people. */
export function createExtensionForms(deps: { runtime: ScriptRuntime; extensions: ExtensionsService }) {
  const { runtime, extensions } = deps;

  async function read(stored: StoredExtension, name: string): Promise<ExtensionForm> {
    const none: ExtensionForm = { template: null, html: null, fields: [], error: null };
    if (!hasFunction(descriptionOf(stored).functions, name)) return none;
    const config = extensions.maskedConfig(stored);
    try {
      const { value } = await runtime.call({ script: sourceOf(stored), function: name, config, limits });
      const template = typeof value === 'string' ? value.slice(0, longestForm) : '';
      const html = fillPlaceholders(template, config);
      return { template, html, fields: readFormFields(html), error: null };
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      const at = error.line === null ? '' : ` (${error.line})`;
      return { ...none, error: `${error.text.en}${at}` };
    }
  }

  return {
    config: (stored: StoredExtension) => read(stored, 'get_config_form'),
    query: (stored: StoredExtension) => read(stored, 'get_query_form'),
  };
}

export type ExtensionForms = ReturnType<typeof createExtensionForms>;
