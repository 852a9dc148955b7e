import { checkDescription, type ScriptDescription } from '../script-description.ts';
import { hashOf } from '../script-files.ts';
import type { NewVersion, ScriptValues } from '../scripts.repository.ts';
import type { PythonFunction } from './python-modules.ts';

/** A function of a module as a script: its id is its table's name, its path says what is called. */
export interface FunctionScript {
  values: ScriptValues;
  version: NewVersion;
}

const longestTable = 60;
/** AKShare's tables have a prefix that its users know. */
const prefixes: Record<string, string> = { akshare: 'ak' };

/** Where scripts that call functions of this module stand: `akshare.stock_zh_a_hist`. */
export const pathOf = (module: string, name: string) => `${module}.${name}`;

/** The module and function that a path names. */
export function calledBy(path: string): { module: string; function: string } {
  const dot = path.lastIndexOf('.');
  return { module: path.slice(0, dot), function: path.slice(dot + 1) };
}

/** The function as a script, or why it cannot be one. */
export function functionScript(
  module: string,
  version: string | null,
  found: PythonFunction,
): FunctionScript | { problem: string } {
  const path = pathOf(module, found.function);
  const prefix = prefixes[module] ?? module.replaceAll('.', '_').toLowerCase();
  const id = `${prefix}_${found.function}`.toLowerCase();
  const place = { id, category: found.category, frequency: 'manual' };
  const name = found.title.slice(0, 200) || found.function;
  const text = [found.title, found.url, version === null ? path : `${path} · ${module} ${version}`];
  const description = text.filter((one) => one !== null && one !== '').join('\n');
  const checked = checkDescription(
    {
      collector: {
        ...place,
        name,
        description: description.slice(0, 5000),
        parameters: found.parameters,
        table: { name: id.slice(0, longestTable), comment: found.url?.slice(0, 1000) ?? null },
        run: 'function',
      },
    },
    place,
  );
  if ('problem' in checked) return { problem: checked.problem.en };
  return {
    values: {
      ...place,
      name,
      description: checked.description.description,
      language: 'python',
      origin: 'module',
      path,
      problem: null,
    },
    version: versionOf(found, checked.description),
  };
}

function versionOf({ source }: PythonFunction, description: ScriptDescription): NewVersion {
  // A release that changes neither code nor signature is no new version.
  const { description: _, ...lasting } = description;
  return {
    sha256: hashOf(`${source}\n${JSON.stringify(lasting)}`),
    source,
    description: JSON.stringify(description),
    author_id: null,
  };
}
