import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedScript } from './runtime/script-runtime.ts';

/**
 * What a script that ships with the product says of itself. It is our own code, so that reading it needs no process of
 * its own; it still runs in one.
 */
export async function loadShippedScript(
  root: string,
  path: string,
): Promise<Pick<LoadedScript, 'collector'>> {
  const { default: collector } = (await import(pathToFileURL(join(root, ...path.split('/'))).href)) as {
    default: { run: unknown };
  };
  return { collector: { ...collector, run: typeof collector.run } };
}
