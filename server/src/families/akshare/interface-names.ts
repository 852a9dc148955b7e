import type { CurrentScript, ScriptsService } from '../../features/scripts/scripts.service.ts';
import { AppError } from '../../platform/errors/app-error.ts';

/** AKShare's functions have this before their own names, as their tables do. */
const prefix = 'ak_';

/** What the document calls an interface: AKShare's functions have their own names there. */
export function interfaceName({ id, origin }: CurrentScript['row']): string {
  return origin === 'module' && id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

/** The script of an integer id, of its name, or of the name of one of AKShare's functions. */
export async function interfaceOf(scripts: ScriptsService, name: string): Promise<CurrentScript> {
  try {
    return await scripts.get(name);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_FOUND') throw error;
    return scripts.get(`${prefix}${name}`).catch(() => {
      throw error;
    });
  }
}
