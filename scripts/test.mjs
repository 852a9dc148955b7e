/**
 * `npm test`: installs and builds what is missing, says which servers and browser the tests can use, runs Vitest.
 * Arguments go to Vitest: `npm test -- packages/sql`. The last line is `N passed, N failed[, N skipped]`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ensureInstalled,
  ensureWebBuilt,
  environment,
  nodeBinary,
  portAnswers,
  root,
  run,
  say,
} from './toolchain.mjs';

const chromium = '/usr/bin/chromium';

process.chdir(root);
await ensureInstalled();
await ensureWebBuilt();
await ensureBrowser();
await reportServers();

const folder = mkdtempSync(path.join(tmpdir(), 'sextant-test-'));
const reportFile = path.join(folder, 'report.json');
const code = await runVitest(process.argv.slice(2));
const counts = countTests(reportFile);
rmSync(folder, { recursive: true, force: true });

if (counts.passed + counts.failed === 0) {
  say({ zh: '没有运行任何测试：请检查参数。', en: 'No test ran: check the arguments.' });
} else if (code !== 0 && counts.failed === 0) {
  // An error outside every test, such as one thrown by a timer that a test left behind.
  counts.failed = 1;
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
process.exitCode = code !== 0 || counts.failed > 0 || counts.passed === 0 ? code || 1 : 0;
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${skipped}\n`);

async function ensureBrowser() {
  if (existsSync(chromium)) return;
  const debianRoot = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (debianRoot) {
    say({ zh: '正在为浏览器测试安装 Chromium……', en: 'Installing Chromium for the browser tests…' });
    await aptGet(['update']);
    await aptGet(['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
  }
  if (existsSync(chromium)) return;
  say({
    zh: `没有 ${chromium}，跳过浏览器测试。${debianRoot ? 'apt-get 未能安装它。' : '安装 Chromium 后会运行它们。'}`,
    en: `There is no ${chromium}, so the browser tests are skipped. ${debianRoot ? 'apt-get could not install it.' : 'Install Chromium to run them.'}`,
  });
}

function aptGet(args) {
  return run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

async function reportServers() {
  const servers = [
    { name: 'PostgreSQL', port: 5432 },
    { name: 'MySQL / MariaDB', port: 3306 },
  ];
  for (const { name, port } of servers) {
    if (await portAnswers(port)) {
      say({ zh: `${name}：127.0.0.1:${port} 有应答。`, en: `${name}: answers on 127.0.0.1:${port}.` });
    } else {
      say({
        zh: `${name}：127.0.0.1:${port} 无应答，需要它的测试将跳过。`,
        en: `${name}: nothing answers on 127.0.0.1:${port}; the tests that need it are skipped.`,
      });
    }
  }
}

function runVitest(args) {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const secondTries = path.join(root, 'scripts', 'second-tries-reporter.mjs');
  const reporters = ['default', 'json', secondTries].map((name) => `--reporter=${name}`);
  return new Promise((resolve) => {
    const child = spawn(
      nodeBinary(),
      [vitest, 'run', ...reporters, `--outputFile.json=${reportFile}`, ...args],
      {
        cwd: root,
        env: environment(),
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', () => resolve(127));
    child.on('exit', (exitCode) => resolve(exitCode ?? 1));
  });
}

/** Counts tests in Vitest's JSON report; a file that could not be loaded counts as one failed test. */
function countTests(file) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(file)) return totals;
  for (const { assertionResults, status } of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    if (assertionResults.length === 0 && status === 'failed') totals.failed += 1;
    for (const test of assertionResults) {
      if (test.status === 'passed') totals.passed += 1;
      else if (test.status === 'failed') totals.failed += 1;
      else totals.skipped += 1;
    }
  }
  return totals;
}
