import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Text } from '@sextant/contract/text';
import type { Logger } from '../../platform/log/logger.ts';
import { ScriptError } from './runtime/script-error.ts';
import type { ScriptRuntime } from './runtime/script-runtime.ts';
import { checkDescription } from './script-description.ts';
import { findScriptFiles, type ScriptFile } from './script-files.ts';
import type { ScriptRow, ScriptsRepository } from './scripts.repository.ts';
import { loadShippedScript } from './shipped-script.ts';

export type ScriptOrigin = 'shipped' | 'folder' | 'module';
/** Where the files of scripts stand; a module's functions have none of ours. */
type ScriptRoot = Exclude<ScriptOrigin, 'module'>;

export interface ScanProblem {
  path: string;
  message: string;
  line: number | null;
}

/** Why one file's code cannot be a script. */
interface NotLoaded {
  path: string;
  problem: Text;
  line: number | null;
}

export interface ScanReport {
  scanned: number;
  registered: number;
  updated: number;
  /** Scripts whose file is gone; they are disabled and their versions kept. */
  removed: number;
  problems: ScanProblem[];
}

const atOnce = 2;
const whereabouts: Record<ScriptOrigin, string> = {
  shipped: 'ships with the product',
  folder: 'stands in the data folder',
  module: 'is a function of a Python module',
};

/** Finds scripts in their folders, loads what is new or changed, and makes it the version that runs. */
export function createScriptScanner(deps: {
  scripts: ScriptsRepository;
  runtime: ScriptRuntime;
  roots: Record<ScriptRoot, string>;
  logger: Logger;
}) {
  const { scripts, runtime, roots, logger } = deps;

  /** Loads a file's code. Gives the description as JSON, or what is wrong with it. */
  async function examine(
    file: ScriptFile,
    origin: ScriptRoot,
  ): Promise<{ description: string; name: string; text: string } | NotLoaded> {
    try {
      const loaded =
        origin === 'shipped'
          ? await loadShippedScript(roots.shipped, file.path)
          : await runtime.describe(file);
      const checked = checkDescription(loaded, file);
      if ('problem' in checked) return { path: file.path, problem: checked.problem, line: null };
      const { description } = checked;
      return {
        description: JSON.stringify(description),
        name: description.name,
        text: description.description,
      };
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      return { path: file.path, problem: error.text, line: error.line };
    }
  }

  /** Keeps a file's code as a new version when it loads. */
  async function register(
    file: ScriptFile,
    origin: ScriptRoot,
    authorId: string | null,
  ): Promise<ScriptRow | NotLoaded> {
    const found = await examine(file, origin);
    if ('line' in found) return found;
    const { id, category, frequency, language, path, sha256, source } = file;
    return scripts.addVersion(
      {
        id,
        category,
        frequency,
        language,
        path,
        origin,
        name: found.name,
        description: found.text,
        problem: null,
      },
      { sha256, source, description: found.description, author_id: authorId },
    );
  }

  async function scanRoot(
    origin: ScriptRoot,
    authorId: string | null,
    report: ScanReport,
    signal?: AbortSignal,
  ): Promise<void> {
    const { files, bad } = await findScriptFiles(roots[origin]);
    report.problems.push(...bad.map((one) => ({ ...one, line: null })));
    const known = new Map((await scripts.all()).map((row) => [row.id, row]));
    const hashes = new Map((await scripts.newestVersions()).map((one) => [one.script_id, one.sha256]));
    const scanOne = async (file: ScriptFile) => {
      report.scanned += 1;
      const row = known.get(file.id);
      if (row && row.origin !== origin) {
        const message = `The id "${file.id}" belongs to a script that ${whereabouts[row.origin as ScriptOrigin]}; choose another`;
        report.problems.push({ path: file.path, message, line: null });
        return;
      }
      if (row && hashes.get(file.id) === file.sha256 && row.path === file.path) {
        if (row.problem !== null) await scripts.update(row.id, { problem: null });
        return;
      }
      const result = await register(file, origin, authorId);
      if ('line' in result) {
        const message = result.problem.en;
        report.problems.push({ path: result.path, message, line: result.line });
        if (row) await scripts.update(row.id, { problem: message });
      } else if (row) report.updated += 1;
      else report.registered += 1;
    };
    for (let at = 0; at < files.length; at += atOnce) {
      if (signal?.aborted) return;
      await Promise.all(files.slice(at, at + atOnce).map(scanOne));
    }
    const present = new Set(files.map((file) => file.id));
    for (const row of known.values()) {
      if (row.origin !== origin || present.has(row.id) || row.is_active === 0) continue;
      await scripts.update(row.id, { is_active: 0, problem: `Its file ${row.path} is gone` });
      report.removed += 1;
    }
  }

  const emptyReport = (): ScanReport => ({ scanned: 0, registered: 0, updated: 0, removed: 0, problems: [] });

  return {
    /** Scans both roots; changed code runs from now on. */
    async scan(authorId: string): Promise<ScanReport> {
      const report = emptyReport();
      await scanRoot('shipped', authorId, report);
      await scanRoot('folder', authorId, report);
      return report;
    },

    /** At start: takes over what ships with this version, and only marks what changed in the data folder. */
    async prepare(signal: AbortSignal): Promise<void> {
      const report = emptyReport();
      await scanRoot('shipped', null, report, signal);
      for (const problem of report.problems) {
        logger.error({ module: 'scripts', ...problem }, 'a script that ships with the product does not load');
      }
      const { files } = await findScriptFiles(roots.folder);
      const hashes = new Map((await scripts.newestVersions()).map((one) => [one.script_id, one.sha256]));
      for (const file of files) {
        const hash = hashes.get(file.id);
        if (hash === undefined || hash === file.sha256) continue;
        await scripts.update(file.id, {
          problem: 'Its file was changed; a scan by an administrator puts the change into use',
        });
      }
    },

    /** Writes a script's file into the data folder after its code has loaded; a script that does not leaves nothing behind. */
    async save(file: ScriptFile, authorId: string): Promise<ScriptRow | NotLoaded> {
      const result = await register(file, 'folder', authorId);
      if ('line' in result) return result;
      const target = join(roots.folder, ...file.path.split('/'));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.new`, file.source);
      await rename(`${target}.new`, target);
      return result;
    },

    removeFile: (path: string) => rm(join(roots.folder, ...path.split('/')), { force: true }),
  };
}

export type ScriptScanner = ReturnType<typeof createScriptScanner>;
