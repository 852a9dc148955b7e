import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { createFrameReader, type Frame } from './frames.ts';

export interface HostCommand {
  program: string;
  arguments: readonly string[];
  environment: Record<string, string>;
  /** Made for this process alone and removed with it. */
  workFolder: string;
}

/** How a script's process ended. */
export interface HostExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process that waits for a script, in a process group and a working folder of its own. */
export interface HostProcess {
  pid: number;
  workFolder: string;
  /** Waits until the process has room for more. */
  send(frame: Buffer): Promise<void>;
  /** Frames as the consumer asks for them; ends when the process closes its side. */
  frames: AsyncIterable<Frame>;
  /** What the script prints besides its frames. */
  printed: readonly Readable[];
  /** Once the process is gone and its working folder with it. */
  exited: Promise<HostExit>;
  /** Ends the process and everything that it started. */
  kill(): void;
}

async function* readFrames(stream: Readable): AsyncGenerator<Frame> {
  const read = createFrameReader();
  for await (const chunk of stream) yield* read(chunk as Buffer);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Starts a host; rejects when its program cannot be started. */
export async function startHostProcess(command: HostCommand): Promise<HostProcess> {
  await mkdir(command.workFolder, { recursive: true, mode: 0o700 });
  const child = spawn(command.program, command.arguments, {
    cwd: command.workFolder,
    env: command.environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<HostExit>((resolve) => {
    child.once('exit', (code, signal) => {
      // What the script left running goes with it.
      killGroup(child);
      resolve({ code, signal });
    });
    child.once('error', () => resolve({ code: null, signal: null }));
  });
  const exited = ended.then(async (exit) => {
    await rm(command.workFolder, { recursive: true, force: true }).catch(() => {});
    return exit;
  });
  const input = child.stdin as Writable;
  // A process that ends while it is written to is told by its exit.
  input.on('error', () => {});
  await once(child, 'spawn');
  let room: Promise<unknown> | null = null;
  return {
    pid: child.pid as number,
    workFolder: command.workFolder,
    async send(frame) {
      if (!input.writable || input.write(frame)) return;
      // All who wait do so together: a listener for each would be as many as the script likes.
      room ??= Promise.race([once(input, 'drain'), exited])
        .catch(() => {})
        .finally(() => {
          room = null;
        });
      await room;
    },
    frames: readFrames(child.stdio[3] as Readable),
    printed: [child.stdout as Readable, child.stderr as Readable],
    exited,
    kill: () => killGroup(child),
  };
}
