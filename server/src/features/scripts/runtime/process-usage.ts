import { lstat, opendir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ProcessUsage {
  memoryMb: number;
  cpuSeconds: number;
}

const pageBytes = 4096;
const ticksPerSecond = 100;

/** What a process uses now; null where the system does not tell (no /proc) or the process is gone. */
export async function readProcessUsage(pid: number): Promise<ProcessUsage | null> {
  try {
    const [memory, times] = await Promise.all([
      readFile(`/proc/${pid}/statm`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name of the program stands in parentheses and may hold anything.
    const fields = times.slice(times.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]);
    return {
      memoryMb: (Number(memory.split(' ')[1]) * pageBytes) / 1024 / 1024,
      cpuSeconds: ticks / ticksPerSecond,
    };
  } catch {
    return null;
  }
}

/** More files than this are too many to look at often; they count as if they were beyond any limit. */
const mostFiles = 20_000;

/** MiB of the files below a folder, as far as they can be seen; infinite for very many files. */
export async function readFolderMb(folder: string): Promise<number> {
  let bytes = 0;
  let files = 0;
  try {
    for await (const entry of await opendir(folder, { recursive: true })) {
      files += 1;
      if (files > mostFiles) return Number.POSITIVE_INFINITY;
      if (entry.isFile())
        bytes += (await lstat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
    }
  } catch {
    // The folder changes while it is read; the next look sees the rest.
  }
  return bytes / 1024 / 1024;
}
