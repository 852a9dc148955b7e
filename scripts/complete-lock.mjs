/**
 * Completes package-lock.json after `npm install` against a registry that lacks the optional packages of other
 * platforms: npm then leaves them out of the lock, and `npm ci` refuses it everywhere. Names, versions and platforms
 * come from the packages that ask for them. With `--check` it only says what is missing and fails if anything is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const lockFile = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json');
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

const checkOnly = process.argv.includes('--check');

const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const missing = missingOptionalPackages(lock.packages);
for (const { name, version } of missing) {
  lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), optional: true };
}
if (missing.length > 0 && !checkOnly) {
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(lockFile, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
}
for (const { name, version } of missing) {
  process.stdout.write(`${checkOnly ? 'missing' : 'added'} ${name}@${version}\n`);
}
process.exitCode = checkOnly && missing.length > 0 ? 1 : 0;

/** Optional dependencies that no entry of the lock satisfies, each with the exact version its parent asks for. */
function missingOptionalPackages(packages) {
  const missing = new Map();
  for (const [location, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(packages, location, name)) missing.set(`${name}@${version}`, { name, version });
    }
  }
  return [...missing.values()];
}

function isLocked(packages, from, name) {
  const folders = from.split('/node_modules/');
  const above = folders.map((_, index) => `${folders.slice(0, index + 1).join('/node_modules/')}/`);
  return [...above, ''].some((folder) => packages[`${folder}node_modules/${name}`]);
}

/** The `os`, `cpu` and `libc` fields that a package named like `…-linux-x64-musl` declares. */
function platformOf(name) {
  const words = name.split('/').pop().split('-');
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  if (!os || !cpu)
    throw new Error(`${name}: its name does not tell its platform; add it to package-lock.json by hand`);
  const libc = os === 'linux' && (words.some((word) => word.startsWith('musl')) ? 'musl' : undefined);
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), os: [os] };
}
