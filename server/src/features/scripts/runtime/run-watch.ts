import type { Readable } from 'node:stream';
import type { HostProcess } from './host-process.ts';
import { readFolderMb, readProcessUsage } from './process-usage.ts';
import { cancelled, outOfTime, overLimit, type ScriptError } from './script-error.ts';
import type { ScriptLimits } from './script-limits.ts';

const lookEveryMs = 200;
const lookAtFilesEveryMs = 1000;
const hardLogFactor = 10;
const longestLine = 4000;
const droppedNote = '… (log cut here: the limit is reached)';

/** Ends a run that is cancelled or goes beyond its limits, and passes on what it logs within them. */
export function createRunWatch(
  host: HostProcess,
  options: { limits: ScriptLimits; signal?: AbortSignal; onLog?: (line: string) => void },
) {
  const { limits, signal, onLog } = options;
  let reason: ScriptError | null = null;
  let logged = 0;

  function stop(why: ScriptError): void {
    reason ??= why;
    host.kill();
  }

  function log(line: string): void {
    const before = logged;
    logged += Buffer.byteLength(line) + 1;
    if (logged <= limits.logBytes) onLog?.(line.slice(0, longestLine));
    else if (before <= limits.logBytes) onLog?.(droppedNote);
    if (logged > limits.logBytes * hardLogFactor) stop(overLimit({ zh: '日志输出', en: 'log output' }));
  }

  async function look(): Promise<void> {
    const usage = await readProcessUsage(host.pid);
    if (usage === null) return;
    if (usage.memoryMb > limits.memoryMb) stop(overLimit({ zh: '内存', en: 'memory' }));
    if (usage.cpuSeconds > limits.cpuSeconds) stop(overLimit({ zh: '处理器时间', en: 'processor time' }));
  }

  let lookingAtFiles = false;
  async function lookAtFiles(): Promise<void> {
    if (lookingAtFiles) return;
    lookingAtFiles = true;
    if ((await readFolderMb(host.workFolder)) > limits.diskMb)
      stop(overLimit({ zh: '磁盘空间', en: 'disk space' }));
    lookingAtFiles = false;
  }

  const timer = setTimeout(() => stop(outOfTime(limits.timeoutMs)), limits.timeoutMs);
  const looking = setInterval(() => void look(), lookEveryMs);
  const lookingForFiles = setInterval(() => void lookAtFiles(), lookAtFilesEveryMs);
  const onAbort = () => stop(cancelled());
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const printed = Promise.all(host.printed.map((stream) => passLines(stream, log)));

  return {
    log,
    /** Why the run was stopped from here; null when it was not. */
    reason: () => reason,
    /** Once all that the process printed was passed on; it ends with the process. */
    printed,
    end(): void {
      clearTimeout(timer);
      clearInterval(looking);
      clearInterval(lookingForFiles);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}

/** Lines as they come; a line without end is passed on in pieces. */
async function passLines(stream: Readable, log: (line: string) => void): Promise<void> {
  stream.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of stream) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) log(line);
      if (rest.length > longestLine) {
        log(rest);
        rest = '';
      }
    }
  } catch {
    // The process is gone; its exit tells.
  }
  if (rest !== '') log(rest);
}
