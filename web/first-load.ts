import path from 'node:path';
import type { Rolldown } from 'vite';

const source = (file: string) => path.resolve(import.meta.dirname, 'src', file);
/** These name everything that their package has, so what is used of them is read from the imports instead. */
const tables =
  /node_modules\/(?:antd\/es|@rc-component\/form\/es|@ant-design\/icons\/(?:es\/icons|es))\/index\.js$/;
const namedImport = /import\s*\{([^}]*)\}\s*from\s*["'](antd|@ant-design\/icons)["']/g;

let known: Record<'entry' | 'login' | 'start', Set<string>> | null = null;

/**
 * The file that a module of what everybody loads first belongs to: `entry` for what the sign-in needs too, `start`
 * for the shell and the start page; null for the rest, which is cut by page. Cut so too, these would be dozens of small files,
 * together a tenth larger.
 */
export function firstLoadGroup(id: string, context: Rolldown.ChunkingContext): 'entry' | 'start' | null {
  known ??= {
    entry: walk([source('main.tsx')], context),
    login: walk([source('features/auth/LoginPage.tsx')], context),
    start: walk([source('app/Shell.tsx'), source('features/ask/AskPage.tsx')], context),
  };
  if (known.entry.has(id) || (known.login.has(id) && known.start.has(id))) return 'entry';
  return known.start.has(id) ? 'start' : null;
}

/** All that modules import, and what these import, by module id. */
function walk(from: readonly string[], context: Rolldown.ChunkingContext): Set<string> {
  const modules = new Set(from);
  for (const id of modules) {
    const info = context.getModuleInfo(id);
    for (const imported of info?.importedIds ?? []) {
      if (!tables.test(imported)) modules.add(imported);
      else for (const file of namedFiles(info?.code ?? '', imported)) modules.add(file);
    }
  }
  return modules;
}

/** The files of what a module imports by name from a package's table. */
function namedFiles(code: string, table: string): string[] {
  const folder = path.dirname(table);
  return [...code.matchAll(namedImport)].flatMap(([, names = '', from = '']) =>
    table.includes(from)
      ? names.split(',').map((name) => fileOf(from, folder, name.trim().split(' ')[0] ?? ''))
      : [],
  );
}

function fileOf(from: string, folder: string, name: string): string {
  if (from !== 'antd') return path.join(folder, folder.endsWith('icons/es') ? 'icons' : '', `${name}.js`);
  const kebab = name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return path.join(folder, kebab, 'index.js');
}
