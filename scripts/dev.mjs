/** `npm run dev`: the server restarts when its sources change; Vite serves the web interface and proxies the API. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, envFile, environment, nodeBinary, root, say } from './toolchain.mjs';

process.chdir(root);
await ensureInstalled();

const node = nodeBinary();
const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
const children = [
  start(['--watch', ...envFile(), path.join('server', 'src', 'main.ts')], root),
  start([vite], path.join(root, 'web')),
];
say({
  zh: '开发模式：服务器随源码重启；网页界面在 Vite 打印的地址上。Ctrl+C 结束。',
  en: 'Development: the server restarts with its sources; the web interface is at the address Vite prints. Ctrl+C ends both.',
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopAll());

function start(args, cwd) {
  const child = spawn(node, args, { cwd, env: environment(), stdio: ['ignore', 'inherit', 'inherit'] });
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    stopAll();
  });
  return child;
}

function stopAll() {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
}
