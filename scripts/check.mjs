/** `npm run check`: format, lint, types and dead code, side by side, with one line for each. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, environment, nodeBinary, root, run } from './toolchain.mjs';

process.chdir(root);
await ensureInstalled();

const modules = path.join(root, 'node_modules');
const checks = [
  { name: 'format, lint', script: '@biomejs/biome/bin/biome', args: ['check', '--error-on-warnings'] },
  { name: 'types', script: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types (web)', script: 'typescript/bin/tsc', args: ['-p', 'web'] },
  { name: 'dead code', script: 'knip/bin/knip.js', args: ['--no-progress'] },
];

const results = await Promise.all(
  checks.map(async ({ name, script, args }) => {
    const started = Date.now();
    const file = path.join(modules, script);
    const result = existsSync(file)
      ? await run(nodeBinary(), [file, ...args], { env: environment() })
      : { code: 127, output: `${script} is not installed: delete node_modules and run this again.` };
    return { name, ...result, took: ((Date.now() - started) / 1000).toFixed(1) };
  }),
);

for (const { code, output } of results) if (code !== 0) process.stdout.write(`${output.trimEnd()}\n\n`);
for (const { name, code, took } of results) {
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name.padEnd(12)} ${took} s\n`);
}
process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0;
