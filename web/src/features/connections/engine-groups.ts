import type { EngineDescription } from '@sextant/contract/connections';

export type EngineGroup = 'servers' | 'files' | 'compatible';

/** A file is opened by its path; what speaks the dialect of an engine before it is compatible with that one. */
function groupOf(engine: EngineDescription, engines: readonly EngineDescription[]): EngineGroup {
  if (engine.fields.some(({ kind }) => kind === 'path')) return 'files';
  const first = engines.find(({ dialect }) => dialect === engine.dialect);
  return first === engine ? 'servers' : 'compatible';
}

/** The engines as the form offers them: servers, files, and servers that speak another one's language. */
export function engineGroups(engines: readonly EngineDescription[]) {
  const order: EngineGroup[] = ['servers', 'files', 'compatible'];
  return order
    .map((group) => ({ group, members: engines.filter((engine) => groupOf(engine, engines) === group) }))
    .filter(({ members }) => members.length > 0);
}
