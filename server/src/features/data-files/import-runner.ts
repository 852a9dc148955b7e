import { fork } from 'node:child_process';
import { AppError } from '../../platform/errors/app-error.ts';
import type { Fault, ImportOrder, ImportReply, LoadedTable } from './import/import-protocol.ts';

const limitMs = 10 * 60_000;
const memoryMb = 1536;
const program = new URL('./import/import.process.ts', import.meta.url);

/**
 * Carries out an order in a process of its own, so that a huge or hostile file costs neither the event loop nor the
 * server. Rejects with `FILE_INVALID` for a broken file and `CANCELLED` when the signal aborts.
 */
export async function runImport(order: ImportOrder, signal?: AbortSignal): Promise<LoadedTable[]> {
  const reply = await askProcess(order, signal);
  if (reply.kind === 'done') return reply.tables;
  if (reply.kind === 'fault') throw invalidFile(reply.fault);
  throw new Error(`The import failed: ${reply.message}`);
}

function askProcess(order: ImportOrder, signal: AbortSignal | undefined): Promise<ImportReply> {
  const child = fork(program, {
    env: {},
    execArgv: [`--max-old-space-size=${memoryMb}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = () => child.kill('SIGKILL');
  const timer = setTimeout(stop, limitMs);
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
    signal?.removeEventListener('abort', stop);
  });
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
