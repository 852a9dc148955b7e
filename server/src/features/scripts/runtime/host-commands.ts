import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HostCommand } from './host-process.ts';
import type { ScriptLimits } from './script-limits.ts';

export type HostKind = 'node' | 'python';

export interface HostFolders {
  /** Where each process gets its own working folder. */
  work: string;
  /** What `@sextant/collectors/…` stands for. */
  collectorLibraries: string;
  /** What `lib/…` stands for: shared code beside the user's scripts. */
  userLibraries: string;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const readByHost = [
  './script-host.ts',
  './close-doors.ts',
  './frames.ts',
  './row-frames.ts',
  './host-fetch.ts',
  './host-reads.ts',
  './decimal.ts',
  './host-extension.ts',
  './parameter-names.ts',
].map(here);

/** How to start a host of a kind: nothing of our environment, no files but what it is given. */
export function hostCommand(
  kind: HostKind,
  folders: HostFolders,
  options: { memoryMb: ScriptLimits['memoryMb']; cpuSeconds: number; python: string },
): HostCommand {
  const workFolder = join(folders.work, randomUUID());
  const environment = { HOME: workFolder, TMPDIR: workFolder, LANG: 'C.UTF-8' };
  if (kind === 'node') {
    const readable = [...readByHost, folders.collectorLibraries, folders.userLibraries, workFolder];
    return {
      program: process.execPath,
      arguments: [
        '--permission',
        ...readable.map((path) => `--allow-fs-read=${path}`),
        `--allow-fs-write=${workFolder}`,
        `--max-old-space-size=${options.memoryMb}`,
        '--no-warnings',
        here('./script-host.ts'),
      ],
      environment,
      workFolder,
    };
  }
  return {
    program: options.python,
    // -I: no PYTHON* variables, no user site, and the working folder is not on the path.
    arguments: [
      '-I',
      '-u',
      '-B',
      here('./script_host.py'),
      String(options.memoryMb),
      String(options.cpuSeconds),
      folders.userLibraries,
    ],
    environment: { ...environment, PATH: '/usr/local/bin:/usr/bin:/bin', PYTHONIOENCODING: 'utf-8' },
    workFolder,
  };
}
