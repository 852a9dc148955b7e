/** What another page hands to the workbench through the router's state: opened as a new editor tab. */
export interface WorkbenchSeed {
  sql: string;
  connectionId: string | null;
  name?: string;
}

export const workbenchPath = '/workbench';

/** The router state that opens `seed` in the workbench: `navigate(workbenchPath, { state: workbenchState(seed) })`. */
export function workbenchState(seed: WorkbenchSeed): { openInWorkbench: WorkbenchSeed } {
  return { openInWorkbench: seed };
}

export function seedOfState(state: unknown): WorkbenchSeed | null {
  const seed = (state as { openInWorkbench?: WorkbenchSeed } | null)?.openInWorkbench;
  return seed === undefined || typeof seed.sql !== 'string' ? null : seed;
}
