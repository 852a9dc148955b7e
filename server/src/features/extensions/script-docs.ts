import type { ExtensionDocument } from '@sextant/contract/extensions';

/** The functions of the contract, as Python names them. */
export const contractFunctions = [
  'execute_query',
  'get_config_form',
  'get_default_config',
  'get_query_form',
  'validate_config',
] as const;

const noDocs = '无详细说明';
const noFunctionDocs = '无方法说明';

/** What an extension says of itself: null for a function that it does not have. */
export function documentOf(functions: readonly string[], docs: Record<string, string>): ExtensionDocument {
  const own = contractFunctions.map((name) => {
    const written = [name, camelCase(name)].find((one) => functions.includes(one));
    return [name, written === undefined ? null : docs[written] || noFunctionDocs] as const;
  });
  return {
    docs: docs[''] || noDocs,
    functions: Object.fromEntries(own) as ExtensionDocument['functions'],
  };
}

/** `get_query_form` → `getQueryForm`. */
export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The comments of TypeScript and JavaScript: the first of the file under an empty name, and those before functions. */
export function readComments(source: string, functions: readonly string[]): Record<string, string> {
  const docs: Record<string, string> = {};
  for (const name of functions) {
    const before = new RegExp(
      `/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*(?:export\\s+)?(?:default\\s+)?(?:async\\s+)?(?:function\\s*\\*?\\s*|const\\s+|let\\s+)?${name}\\b`,
    ).exec(source);
    if (before) docs[name] = plainComment(before[1] as string);
  }
  const first = /^\s*(?:#![^\n]*\n\s*)?(?:\/\*\*?([\s\S]*?)\*\/|((?:\/\/[^\n]*\n?)+))/.exec(source);
  const text = first && plainComment(first[1] ?? (first[2] as string));
  if (text && !Object.values(docs).includes(text)) docs[''] = text;
  return docs;
}

function plainComment(raw: string): string {
  return raw
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\*|\/\/)?\s?/, ''))
    .join('\n')
    .trim()
    .slice(0, 20_000);
}
