/** `npm start`: installs and builds what is missing, then becomes the server. Runs on Node 20 or newer. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import {
  ensureInstalled,
  ensureWebBuilt,
  envFile,
  environment,
  isWindows,
  nodeBinary,
  root,
  say,
} from './toolchain.mjs';

process.chdir(root);
await ensureInstalled();
await ensureWebBuilt();
say({ zh: '正在启动 Sextant……', en: 'Starting Sextant…' });

const serverArguments = [...envFile(), path.join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)];
const node = nodeBinary();

// A Node that has execve turns into the server: one process, nothing to forward, no orphan.
if (process.execve && !isWindows()) process.execve(node, [node, ...serverArguments], environment());
else supervise();

/**
 * An older Node, or Windows, keeps the server as a child: in a group of its own, so that a Ctrl+C reaches it once,
 * through us; and with a channel whose end tells it that we are gone.
 */
function supervise() {
  const watch = path.join(root, 'scripts', 'stop-with-parent.mjs');
  const child = spawn(node, ['--import', new URL(`file://${watch}`).href, ...serverArguments], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: !isWindows(),
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  }
  child.on('error', (error) => {
    process.stderr.write(`${node}: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
