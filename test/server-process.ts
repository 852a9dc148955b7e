import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const main = path.resolve(import.meta.dirname, '../server/src/main.ts');
export const adminPassword = 'correct horse 1';

export interface ServerProcess {
  process: ChildProcess;
  /** The address it printed, such as `http://127.0.0.1:40123`. */
  url: string;
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Ends the servers that a failed test left running; for `afterAll`. */
export function endLeftovers(): void {
  for (const child of running) child.kill('SIGKILL');
}

interface StartOptions {
  dataDir: string;
  environment?: Record<string, string>;
  /** What Node runs; the server's own `main.ts` when absent. */
  command?: string[];
}

/** Starts the real server as a process of its own on a free port; rejects with its output when it ends first. */
export async function startServer(options: StartOptions): Promise<ServerProcess> {
  const child = launch(options);
  const ended = once(child.process, 'exit');
  const address = new Promise<string>((resolve) => {
    child.process.stdout?.on('data', () => {
      const found = /Sextant\s+(http:\S+)/.exec(child.output());
      if (found?.[1]) resolve(found[1]);
    });
  });
  const url = await Promise.race([address, ended.then(() => null)]);
  if (url === null) throw new Error(`The server ended instead of starting:\n${child.output()}`);
  return {
    ...child,
    url,
    async end(signal) {
      child.process.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/** Starts a server that is expected to refuse; gives its exit code and everything it printed. */
export async function startAndFail(options: StartOptions): Promise<{ code: number | null; output: string }> {
  const child = launch(options);
  const timer = setTimeout(() => child.process.kill('SIGKILL'), 60_000);
  const [code] = await once(child.process, 'close');
  clearTimeout(timer);
  return { code, output: child.output() };
}

/** Launches and returns at once, for tests that interfere with the start itself. */
export function launch({ dataDir, environment = {}, command = [main] }: StartOptions) {
  let output = '';
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SEXTANT_'));
  const child = spawn(process.execPath, command, {
    env: {
      ...Object.fromEntries(inherited),
      SEXTANT_DATA_DIR: dataDir,
      SEXTANT_PORT: '0',
      SEXTANT_ADMIN_PASSWORD: adminPassword,
      SEXTANT_SAMPLE_DATA: 'off',
      SEXTANT_RATE_LIMIT: 'off',
      SEXTANT_LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  const collect = (chunk: string) => {
    output += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', collect);
  child.stderr.setEncoding('utf8').on('data', collect);
  return { process: child as ChildProcess, output: () => output };
}

/** Signs in as the first administrator; gives the headers of an authenticated JSON request. */
export async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin', password: adminPassword }),
  });
  if (answer.status !== 200) throw new Error(`sign-in failed: ${answer.status} ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { access_token: string } };
  return { 'content-type': 'application/json', authorization: `Bearer ${data.access_token}` };
}
