import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A Python of its own in a temporary folder, in which modules can be installed by writing them. */
export async function createPython() {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-venv-'));
  await promisify(execFile)('python3', ['-m', 'venv', '--without-pip', folder]);
  const [version = ''] = await readdir(join(folder, 'lib'));
  const packages = join(folder, 'lib', version, 'site-packages');
  return {
    program: join(folder, 'bin', 'python'),
    async install(path: string, source: string): Promise<void> {
      await mkdir(dirname(join(packages, path)), { recursive: true });
      await writeFile(join(packages, path), source);
    },
    uninstall: (path: string) => rm(join(packages, path), { recursive: true }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export type TestPython = Awaited<ReturnType<typeof createPython>>;
