import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../server/src/config.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const folders = ['', 'docs', 'docs/decisions'];
const documents = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join(folder, file)),
);

describe('documents', () => {
  it.each(documents)('%s links to files that exist', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map((match) => match[1] ?? '');
    const broken = links.filter((link) => !existsSync(path.join(root, path.dirname(file), link)));
    expect(broken).toEqual([]);
  });

  it('.env.example names every setting, and only settings, with values that are accepted', () => {
    const known = new Set(read('server/src/config.ts').match(/SEXTANT_[A-Z_]+(?=:)/g));
    const lines = read('.env.example').match(/^# (SEXTANT_[A-Z_]+)=(.*)$/gm) ?? [];
    const examples = Object.fromEntries(lines.map((line) => line.slice(2).split(/=(.*)/s)));
    expect(Object.keys(examples).sort()).toEqual([...known].sort());
    expect(() => readConfig(examples)).not.toThrow();
  });

  it.each(['README.md', 'README.zh-CN.md'])('%s names only settings that exist', (file) => {
    const known = read('server/src/config.ts');
    const named = new Set(read(file).match(/SEXTANT_[A-Z_]+/g));
    expect([...named].filter((name) => !known.includes(`${name}:`))).toEqual([]);
  });

  it('the commands that they name exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = documents.flatMap((file) => [...read(file).matchAll(/npm run (?:--silent )?([\w:-]+)/g)]);
    expect(named.map((match) => match[1]).filter((name) => !(name && name in scripts))).toEqual([]);
  });

  it('every dependency has its reason in the decisions', () => {
    const reasons = read('docs/decisions/0002-dependencies.md');
    const manifests = [
      '',
      'server',
      'web',
      ...readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}`),
    ];
    const names = manifests.flatMap((folder) => {
      const manifest = JSON.parse(read(path.join(folder, 'package.json')));
      return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    });
    const groups = /^(@sextant\/|@types\/|@codemirror\/|@fastify\/)/;
    const unexplained = names.filter((name) => !groups.test(name) && !reasons.includes(`\`${name}\``));
    expect(unexplained).toEqual([]);
  });
});
