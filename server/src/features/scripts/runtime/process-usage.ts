import { readFile } from 'node:fs/promises';

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
