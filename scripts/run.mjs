/** Runs one of our TypeScript programs with the pinned Node: `node scripts/run.mjs scripts/eval.ts --out …`. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, envFile, environment, nodeBinary, root } from './toolchain.mjs';

await ensureInstalled();
const [program = '', ...args] = process.argv.slice(2);
const child = spawn(nodeBinary(), [...envFile(), path.join(root, program), ...args], {
  env: environment(),
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
