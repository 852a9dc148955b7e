/** What another page hands to the workbench through the router's state: opened as a new editor tab. */
export interface WorkbenchSeed {
  sql: string;
  connectionId: string | null;
  name?: string;
}

export const workbenchPath = '/workbench';
/** The workbench with everything the person has run, answers included. */
export const historyPath = `${workbenchPath}?panel=history`;

/** The router state that opens `seed` in the workbench: `navigate(workbenchPath, { state: workbenchState(seed) })`. */
export function workbenchState(seed: WorkbenchSeed): { openInWorkbench: WorkbenchSeed } {
  return { openInWorkbench: seed };
}

/** The router state that begins a question to a connection on the start page, for the person to finish. */
export function askDraftState(question: string, connectionId: string) {
  return { draft: { question, connectionId } };
}

export function draftOfState(state: unknown): { question: string; connectionId: string } | null {
  return (state as Partial<ReturnType<typeof askDraftState>> | null)?.draft ?? null;
}

export function seedOfState(state: unknown): WorkbenchSeed | null {
  const seed = (state as { openInWorkbench?: WorkbenchSeed } | null)?.openInWorkbench;
  return seed === undefined || typeof seed.sql !== 'string' ? null : seed;
}

/** The diagram of a connection's tables; of one table and its neighbours when `table` (`schema.table`) is given. */
export function diagramPath(connectionId: string, table?: string): string {
  const path = `${workbenchPath}/diagram/${encodeURIComponent(connectionId)}`;
  return table === undefined ? path : `${path}?table=${encodeURIComponent(table)}`;
}
