import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createScriptRuntime,
  type ScriptRuntime,
} from '../server/src/features/scripts/runtime/script-runtime.ts';
import { checkDescription } from '../server/src/features/scripts/script-description.ts';
import { findScriptFiles } from '../server/src/features/scripts/script-files.ts';

const { files, bad } = await findScriptFiles(import.meta.dirname);
let folder: string;
let runtime: ScriptRuntime;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sextant-collectors-'));
  runtime = createScriptRuntime({
    fetch: () => Promise.reject(new Error('A script that is only loaded fetches nothing')),
    folders: {
      work: join(folder, 'work'),
      collectorLibraries: join(import.meta.dirname, 'lib'),
      userLibraries: join(folder, 'lib'),
    },
    python: 'python3',
  });
});
afterAll(async () => {
  await runtime.close();
  await rm(folder, { recursive: true, force: true });
});

test('all that ships loads in the confinement that scripts run in, and is what its file says', {
  timeout: 180_000,
}, async () => {
  const problems: string[] = [...bad.map(({ path, message }) => `${path}: ${message}`)];
  const tables: string[] = [];
  const waiting = [...files];
  const loadNext = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) {
      const checked = checkDescription(await runtime.describe(file), file);
      if ('problem' in checked) problems.push(`${file.path}: ${checked.problem}`);
      else tables.push(checked.description.table.name);
    }
  };
  await Promise.all([loadNext(), loadNext()]);
  expect(problems).toEqual([]);
  expect(new Set(files.map(({ id }) => id)).size).toBe(files.length);
  expect(new Set(tables).size).toBe(files.length);
});
