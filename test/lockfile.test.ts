import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const lockFile = readFileSync(path.join(root, 'package-lock.json'), 'utf8');

describe('package-lock.json', () => {
  it('holds the optional packages of every platform, so that npm ci accepts it', () => {
    const script = path.join(root, 'scripts', 'complete-lock.mjs');
    const { stdout, status } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect(stdout, 'run: node scripts/complete-lock.mjs').toBe('');
    expect(status).toBe(0);
  });

  it('names no registry, so that everyone installs from their own', () => {
    expect(lockFile.match(/https?:\/\/[^"]+\.tgz/g)).toBeNull();
  });
});
