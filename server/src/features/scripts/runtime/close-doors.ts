import { syncBuiltinESMExports } from 'node:module';

/**
 * What Node's permission model leaves open and a script has no business with: SQLite opens any file of the machine,
 * signals and priorities reach the server's own process, V8's flags change what the engine checks.
 */
const closedModules = ['node:sqlite', 'node:ffi', 'node:trace_events'];
const closedFunctions: Record<string, readonly string[]> = {
  'node:os': ['setPriority'],
  'node:v8': ['setFlagsFromString', 'setHeapSnapshotNearHeapLimit', 'takeCoverage', 'stopCoverage'],
  'node:process': [
    'kill',
    '_kill',
    '_debugProcess',
    '_debugEnd',
    'execve',
    'setuid',
    'seteuid',
    'setgid',
    'setegid',
    'setgroups',
    'initgroups',
  ],
};

function closeDoor(holder: object, name: string): void {
  // No arrow function: `new` must be refused in the same words as a call.
  function closed(): never {
    throw Object.assign(new Error(`A script may not use ${name}`), { code: 'ERR_ACCESS_DENIED' });
  }
  Object.defineProperty(holder, name, { value: closed, writable: false, configurable: false });
}

/** Closes them for good; to be called in a script's process before the script is loaded. */
export function closeDoors(): void {
  for (const id of closedModules) {
    const exported = process.getBuiltinModule(id);
    for (const name of Object.keys(exported ?? {})) closeDoor(exported as object, name);
  }
  for (const [id, names] of Object.entries(closedFunctions)) {
    const exported = process.getBuiltinModule(id) as object;
    for (const name of names) if (name in exported) closeDoor(exported, name);
  }
  syncBuiltinESMExports();
}
