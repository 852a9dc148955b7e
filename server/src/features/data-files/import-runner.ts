import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../platform/errors/app-error.ts';
import type {
  Fault,
  ImportOrder,
  ImportReply,
  LoadedTable,
  PreviewOrder,
  TablePreview,
} from './import/import-protocol.ts';

interface Limits {
  ms: number;
  heapMb: number;
  /** Of all its memory, what is unpacked outside of the heap included. */
  memoryMb: number;
}
const importLimits: Limits = { ms: 10 * 60_000, heapMb: 1536, memoryMb: 4096 };
const previewLimits: Limits = { ms: 30_000, heapMb: 512, memoryMb: 1536 };
const watchEveryMs = 200;
const pageBytes = 4096;
const program = new URL('./import/import.process.ts', import.meta.url);

/**
 * Carries out an order in a process of its own, so that a huge or hostile file costs neither the event loop nor the
 * server. Rejects with `FILE_INVALID` for a broken file and `CANCELLED` when the signal aborts.
 */
export async function runImport(order: ImportOrder, signal?: AbortSignal): Promise<LoadedTable[]> {
  const reply = await askProcess(order, importLimits, signal);
  if (reply.kind === 'done') return reply.tables;
  throw failureOf(reply);
}

/** The first rows of a file, under tighter caps. Rejects with `FILE_INVALID` when it has none to show. */
export async function runPreview(order: PreviewOrder, signal?: AbortSignal): Promise<TablePreview> {
  const reply = await askProcess(order, previewLimits, signal);
  if (reply.kind === 'preview') return reply.preview;
  throw failureOf(reply);
}

function failureOf(reply: ImportReply): Error {
  if (reply.kind === 'fault') return invalidFile(reply.fault);
  return new Error(`The import failed: ${reply.kind === 'crash' ? reply.message : reply.kind}`);
}

function askProcess(
  order: ImportOrder,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<ImportReply> {
  const child = fork(program, {
    env: {},
    execArgv: [`--max-old-space-size=${limits.heapMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = () => child.kill('SIGKILL');
  const timer = setTimeout(stop, limits.ms);
  const watch = watchMemory(child, limits.memoryMb);
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<ImportReply>((resolve, reject) => {
    child.once('message', (reply) => {
      resolve(reply as ImportReply);
      child.disconnect();
    });
    child.once('error', reject);
    child.once('exit', () => reject(signal?.aborted ? cancelled() : outOfBounds()));
    if (signal?.aborted) stop();
    else child.send(order);
  }).finally(() => {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', stop);
  });
}

/** A library that unpacks a hostile file asks nobody; whoever takes too much is ended. */
function watchMemory(child: ChildProcess, memoryMb: number): NodeJS.Timeout {
  return setInterval(() => {
    readFile(`/proc/${child.pid}/statm`, 'utf8').then(
      (text) => {
        const residentPages = Number(text.split(' ')[1]);
        if (residentPages * pageBytes > memoryMb * 1024 * 1024) child.kill('SIGKILL');
      },
      () => undefined,
    );
  }, watchEveryMs);
}

function invalidFile({ file, text, row, column }: Fault): AppError {
  return new AppError('FILE_INVALID', text, {
    details: { file, ...(row !== undefined && { row }), ...(column !== undefined && { column }) },
  });
}

function cancelled(): AppError {
  return new AppError('CANCELLED', { zh: '导入已取消', en: 'The import was cancelled' });
}

function outOfBounds(): AppError {
  return new AppError('FILE_INVALID', {
    zh: '文件太大，导入用完了允许的内存或时间；请拆分文件，或改用 CSV、Parquet',
    en: 'The file took more memory or time than an import may; split it, or use CSV or Parquet',
  });
}
