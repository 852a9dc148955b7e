/**
 * What `npm start`, `npm test`, `npm run check` and `npm run bench` share: install, build the web, find Node 26.
 * Plain JavaScript without dependencies, because it runs before anything is installed, on Node 20 or newer.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const oldestNode = 20;
const serverNode = 26;
const nodeModules = path.join(root, 'node_modules');
const lockFile = path.join(root, 'package-lock.json');
const webDist = path.join(root, 'web', 'dist');
const webStamp = path.join(webDist, '.built-from');

const chinese = [process.env.LC_ALL, process.env.LC_MESSAGES, process.env.LANG]
  .find((value) => value)
  ?.toLowerCase()
  .startsWith('zh');

/** Prints one line in the language of the terminal (`LANG`). @param {{ zh: string, en: string }} text */
export function say(text) {
  process.stdout.write(`${chinese ? text.zh : text.en}\n`);
}

/** Prints what went wrong and what to do next, then ends this process. @param {{ zh: string, en: string }} text */
export function fail(text, output = '') {
  if (output.trim()) process.stderr.write(`${output.trimEnd()}\n`);
  process.stderr.write(`\n${chinese ? `✗ ${text.zh}` : `✗ ${text.en}`}\n`);
  process.exit(1);
}

/** Runs a command in the project, quietly, and gives its exit code and everything it printed. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, output, signal }));
  });
}

/** Makes sure that what package-lock.json pins is installed; runs `npm ci` when something is missing or different. */
export async function ensureInstalled() {
  checkNodeVersion();
  if (isInstalled()) return;
  say({
    zh: '正在安装依赖，首次约需一分钟……',
    en: 'Installing dependencies; the first time takes about a minute…',
  });
  const started = Date.now();
  const { command, args } = npmCommand(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  const { code, output } = await run(command, args, { shell: command === 'npm' && isWindows() });
  if (code !== 0 || !isInstalled()) {
    fail(
      {
        zh: `安装依赖失败（npm ci 退出码 ${code}）。请看上面的输出：检查网络、代理和「npm config get registry」的地址，以及磁盘空间，然后重新运行。`,
        en: `Installing dependencies failed (npm ci ended with ${code}). See the output above: check the network, the proxy and the address that "npm config get registry" prints, and free disk space, then run this again.`,
      },
      output,
    );
  }
  say({
    zh: `依赖已安装，用时 ${seconds(started)} 秒。`,
    en: `Dependencies installed in ${seconds(started)} s.`,
  });
}

/** Builds the web interface when web/dist is missing or was built from other sources. */
export async function ensureWebBuilt() {
  const sources = hashOfWebSources();
  if (existsSync(path.join(webDist, 'index.html')) && readText(webStamp) === sources) return;
  say({ zh: '正在构建网页界面……', en: 'Building the web interface…' });
  const started = Date.now();
  const vite = path.join(nodeModules, 'vite', 'bin', 'vite.js');
  const { code, output } = await run(nodeBinary(), [vite, 'build'], { cwd: path.join(root, 'web') });
  if (code !== 0) {
    fail(
      {
        zh: '构建网页界面失败。错误见上。若改过 web/ 下的文件，请先修正；否则删除 node_modules 后重试。',
        en: 'Building the web interface failed; the error is above. If you changed files below web/, correct them; otherwise delete node_modules and run this again.',
      },
      output,
    );
  }
  writeFileSync(webStamp, sources);
  say({
    zh: `网页界面已构建，用时 ${seconds(started)} 秒。`,
    en: `Web interface built in ${seconds(started)} s.`,
  });
}

/** The path of a Node 26: the pinned one from node_modules, else the one that runs this when it is new enough. */
export function nodeBinary() {
  const { optionalDependencies = {} } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const name of Object.keys(optionalDependencies)) {
    const folder = path.join(nodeModules, name);
    const manifest = readText(path.join(folder, 'package.json'));
    const binary = manifest && JSON.parse(manifest).bin?.node;
    if (binary && existsSync(path.join(folder, binary))) return path.join(folder, binary);
  }
  for (const candidate of [process.execPath, process.env.npm_node_execpath, 'node']) {
    if (candidate && majorOf(candidate) >= serverNode) return candidate;
  }
  fail({
    zh: `没有找到 Node ${serverNode}：本平台（${process.platform}-${process.arch}）没有随依赖提供的版本，本机的 Node 是 ${process.version}。请从 https://nodejs.org 安装 Node ${serverNode} 或更新版本后重试。`,
    en: `No Node ${serverNode} found: none comes with the dependencies for this platform (${process.platform}-${process.arch}) and this machine's Node is ${process.version}. Install Node ${serverNode} or newer from https://nodejs.org and run this again.`,
  });
}

/**
 * The environment for child processes: the pinned Node 26 is the `node` they find, and it keeps compiled code, which
 * takes a third off the start of the server.
 */
export function environment() {
  const pathKey = Object.keys(process.env).find((key) => key.toLowerCase() === 'path') ?? 'PATH';
  const folders = [path.dirname(nodeBinary()), path.join(nodeModules, '.bin'), process.env[pathKey] ?? ''];
  return {
    // Each running DuckDB statement holds a thread of libuv's, which files, names and passwords wait for as well.
    UV_THREADPOOL_SIZE: '16',
    NODE_COMPILE_CACHE: path.join(nodeModules, '.cache', 'sextant'),
    ...process.env,
    [pathKey]: folders.join(path.delimiter),
  };
}

/** The flag that makes Node read `.env` in the root, when there is one. */
export function envFile() {
  const file = path.join(root, '.env');
  return existsSync(file) ? [`--env-file=${file}`] : [];
}

/** Whether something answers on a local TCP port within half a second. */
export function portAnswers(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host, timeout: 500 });
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => finish(true));
    socket.on('timeout', () => finish(false));
    socket.on('error', () => finish(false));
  });
}

export function isWindows() {
  return process.platform === 'win32';
}

function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function majorOf(node) {
  if (node === process.execPath) return Number(process.versions.node.split('.')[0]);
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)\./.exec(stdout ?? '')?.[1] ?? 0);
}

function checkNodeVersion() {
  if (majorOf(process.execPath) >= oldestNode) return;
  fail({
    zh: `Node ${process.version} 太旧，需要 ${oldestNode} 或更新版本。请从 https://nodejs.org 安装。`,
    en: `Node ${process.version} is too old; ${oldestNode} or newer is needed. Install it from https://nodejs.org.`,
  });
}

/**
 * Compares npm's own record of what it installed with package-lock.json. Packages of other platforms are
 * optional and may be missing; npm writes its record last, so an interrupted install has none.
 */
function isInstalled() {
  const record = readText(path.join(nodeModules, '.package-lock.json'));
  if (!record) return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  return Object.entries(wanted).every(([location, entry]) => {
    if (!location.includes('node_modules')) return true;
    const present = installed[location];
    return present ? present.version === entry.version : entry.optional === true;
  });
}

/** npm may run this script with the pinned Node, which `npm ci` replaces: so npm is run by the Node that runs npm. */
function npmCommand(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && /npm-cli\.c?js$/.test(npm)) return { command: node ?? process.execPath, args: [npm, ...args] };
  return { command: 'npm', args };
}

function hashOfWebSources() {
  const hash = createHash('sha256');
  const files = [
    lockFile,
    path.join(root, 'tsconfig.base.json'),
    ...filesBelow(path.join(root, 'web')),
    ...filesBelow(path.join(root, 'packages', 'contract')),
  ];
  for (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !['dist', 'node_modules'].includes(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(full) : entry.isFile() ? [full] : [];
    });
}
