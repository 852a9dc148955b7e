import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';

const dist = path.resolve(import.meta.dirname, '../web/dist');
const assets = path.join(dist, 'assets');
const aimBytes = 350_000;

/**
 * Gzipped script that the browser loads before a page is usable: the entry with what it imports and the
 * page's own chunks; the start page stands in one with the shell (`web/first-load.ts`).
 */
export async function benchWeb(): Promise<Figure[]> {
  const entry = entryChunks(readFileSync(path.join(dist, 'index.html'), 'utf8'));
  return ['start', 'LoginPage'].map((page) => {
    const own = readdirSync(assets).filter((file) => file.startsWith(`${page}-`) && file.endsWith('.js'));
    const files = withImports([...entry, ...own]);
    const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(assets, file))).length, 0);
    return {
      work: `web, first load of ${page}`,
      measured: `${(size / 1000).toFixed(0)} kB gz in ${files.length} scripts`,
      reference: '',
      aim: `< ${aimBytes / 1000} kB`,
      pass: size < aimBytes,
    };
  });
}

function entryChunks(html: string): string[] {
  return [...html.matchAll(/(?:src|href)="[^"]*\/([^"/]+\.js)"/g)].map((match) => match[1] ?? '');
}

function withImports(files: string[]): string[] {
  const all = new Set(files);
  for (const file of all) {
    const source = readFileSync(path.join(assets, file), 'utf8');
    for (const match of source.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)) {
      if (match[1]) all.add(match[1]);
    }
  }
  return [...all];
}
