/** `npm run bench [-- guard answer web list query …]`: measures against references in the same run; `stream` (five million rows of each engine) only when named. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, ensureWebBuilt, environment, nodeBinary, root } from './toolchain.mjs';

process.chdir(root);
await ensureInstalled();
await ensureWebBuilt();
const args = [path.join(root, 'bench', 'run.ts'), ...process.argv.slice(2)];
const child = spawn(nodeBinary(), args, { env: environment(), stdio: ['ignore', 'inherit', 'inherit'] });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
