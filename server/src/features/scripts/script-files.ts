import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import type { ScriptLanguage } from './runtime/script-runtime.ts';
import { frequencies, type ScriptPlace } from './script-description.ts';

export interface ScriptFile extends ScriptPlace {
  /** Below its root: `<category>/<frequency>/<id>.<ending>`. */
  path: string;
  language: ScriptLanguage;
  source: string;
  sha256: string;
}

/** A file that stands where scripts stand but cannot be one. */
export interface BadFile {
  path: string;
  message: string;
}

export const endings: Record<string, ScriptLanguage> = {
  '.ts': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.py': 'python',
};
const largest = 1024 * 1024;
/** Folders below a root that hold shared code and data, not scripts. */
const notCategories = new Set(['lib', 'node_modules', '__pycache__']);

export const hashOf = (source: string) => createHash('sha256').update(source).digest('hex');

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

/** The script files below a root, `<category>/<frequency>/<id>.{ts,js,mjs,py}`; tests and hidden files are no scripts. */
export async function findScriptFiles(root: string): Promise<{ files: ScriptFile[]; bad: BadFile[] }> {
  const files: ScriptFile[] = [];
  const bad: BadFile[] = [];
  for (const category of await entriesOf(root)) {
    if (!category.isDirectory() || notCategories.has(category.name) || category.name.startsWith('.'))
      continue;
    for (const frequency of await entriesOf(join(root, category.name))) {
      if (!frequency.isDirectory()) continue;
      const folder = `${category.name}/${frequency.name}`;
      if (!frequencies.includes(frequency.name as (typeof frequencies)[number])) {
        bad.push({ path: folder, message: `The folder is none of ${frequencies.join(', ')}` });
        continue;
      }
      for (const entry of await entriesOf(join(root, folder))) {
        if (!entry.isFile() || !isScriptName(entry.name)) continue;
        const found = await readScriptFile(root, `${folder}/${entry.name}`);
        if ('message' in found) bad.push(found);
        else files.push(found);
      }
    }
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), bad };
}

function isScriptName(name: string): boolean {
  return extname(name) in endings && !name.startsWith('.') && !/\.test\.|\.d\.ts$/.test(name);
}

async function readScriptFile(root: string, path: string): Promise<ScriptFile | BadFile> {
  const full = join(root, ...path.split('/'));
  const { size } = await stat(full);
  if (size > largest) return { path, message: `It has ${size} bytes; a script has ${largest} at most` };
  const bytes = await readFile(full);
  const source = bytes.toString('utf8');
  if (!Buffer.from(source).equals(bytes)) return { path, message: 'It is not UTF-8 text' };
  const [category = '', frequency = ''] = path.split('/');
  const id = basename(path, extname(path));
  const language = endings[extname(path)] as ScriptLanguage;
  return {
    id,
    category,
    frequency,
    path: path.replaceAll(sep, '/'),
    language,
    source,
    sha256: hashOf(source),
  };
}
