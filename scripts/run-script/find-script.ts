import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import type { LoadedScript, ScriptSource } from '../../server/src/features/scripts/runtime/script-runtime.ts';
import { frequencies, type ScriptPlace } from '../../server/src/features/scripts/script-description.ts';
import { endings, findScriptFiles, type ScriptFile } from '../../server/src/features/scripts/script-files.ts';
import { UsageError } from './command-line.ts';

export interface FoundScript extends ScriptSource {
  path: string;
  /** Where it stands; null for a file outside `<category>/<frequency>/`, which may say it itself. */
  place: ScriptPlace | null;
}

/** All scripts below the roots, a later root's before an earlier one's where ids are the same. */
export async function allScripts(roots: readonly string[]): Promise<ScriptFile[]> {
  const byId = new Map<string, ScriptFile>();
  for (const root of roots) for (const file of (await findScriptFiles(root)).files) byId.set(file.id, file);
  return [...byId.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Finds a script by its id or by the path of its file. Throws a `UsageError` that names what is near. */
export async function findScript(
  target: string,
  roots: readonly string[],
  folder: string,
): Promise<FoundScript> {
  if (/[./\\]/.test(target)) return readScript(resolve(folder, target));
  const files = await allScripts(roots);
  const file = files.find(({ id }) => id === target);
  if (file) return { ...file, place: file };
  const near = files.filter(({ id }) => id.includes(target.toLowerCase())).map(({ id }) => id);
  const hint =
    near.length > 0 ? `did you mean ${near.slice(0, 8).join(', ')}?` : 'see npm run script -- --help';
  throw new UsageError(`There is no script "${target}"; ${hint}`);
}

async function readScript(path: string): Promise<FoundScript> {
  const language = endings[extname(path)];
  if (!language) throw new UsageError(`${path} ends with none of ${Object.keys(endings).join(', ')}`);
  const source = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
  const id = basename(path, extname(path));
  const frequency = basename(dirname(path));
  const category = basename(dirname(dirname(path)));
  const stands = frequencies.some((one) => one === frequency);
  return { id, language, source, path, place: stands ? { id, category, frequency } : null };
}

/** The place that a script is checked against: a loose file stands where it says itself. */
export function placeOf({ id, place }: FoundScript, { collector }: LoadedScript): ScriptPlace {
  const { category, frequency } = collector ?? {};
  return (
    place ?? {
      id,
      category: typeof category === 'string' ? category : 'data',
      frequency: typeof frequency === 'string' ? frequency : 'manual',
    }
  );
}
