import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { forbidden, invalid } from '../../platform/errors/app-error.ts';

/** The folders of the data folder whose databases may be opened; all the rest holds our own secrets. */
const openFolders = ['samples', 'workspaces'];

/**
 * The real path of a database file that somebody named, with symbolic links resolved. Refuses relative paths and
 * files of the data folder other than samples and workspaces; a file that is missing is left to the engine.
 */
export async function checkServerPath(path: string, dataDir: string): Promise<string> {
  if (!isAbsolute(path)) {
    throw invalid('database', {
      zh: `「${path}」不是绝对路径，请填写服务器上的完整路径`,
      en: `"${path}" is not an absolute path; give the full path on the server`,
    });
  }
  const real = await realPathOf(resolve(path));
  const realDataDir = await realPathOf(resolve(dataDir));
  if (isInside(real, realDataDir) && !openFolders.some((name) => isInside(real, join(realDataDir, name)))) {
    throw forbidden({
      zh: `「${path}」在 Sextant 的数据目录里，不能作为数据库打开`,
      en: `"${path}" is in the data folder of Sextant and cannot be opened as a database`,
    });
  }
  return real;
}

/** The path with the symbolic links resolved of as much of it as exists. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOf(parent), basename(path));
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../') || way.startsWith('..\\') || isAbsolute(way));
}
