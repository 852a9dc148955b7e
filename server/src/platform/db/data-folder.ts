import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A start that cannot go on, with the reason and the next step for whoever started it. */
export class StartError extends Error {}

/** Makes the data folder with its sub-folders, or says why it cannot be written. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const probe = join(dataDir, `probe-${process.pid}`);
    writeFileSync(probe, 'sextant'.repeat(1000));
    rmSync(probe);
    for (const folder of ['workspaces', 'samples', 'tmp']) {
      mkdirSync(join(dataDir, folder), { recursive: true, mode: 0o700 });
    }
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code ?? error}). ` +
        'Free some space, fix its rights, or set SEXTANT_DATA_DIR to another folder.',
      { cause: error },
    );
  }
}

/**
 * Keeps a second process out of the data folder. The lock is an open write transaction on a file of its own,
 * so the operating system lets go of it however this process ends.
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  const note = join(dataDir, 'sextant.pid');
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive');
  } catch (error) {
    lock.close();
    throw new StartError(
      `Another Sextant (process ${readNote(note)}) uses the data folder ${dataDir}. ` +
        'Stop it first, or set SEXTANT_DATA_DIR to another folder.',
      { cause: error },
    );
  }
  writeFileSync(note, String(process.pid));
  return {
    release() {
      rmSync(note, { force: true });
      lock.close();
    },
  };
}

function readNote(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}
