import type { HostCommand } from './host-process.ts';
import { type HostProcess, startHostProcess } from './host-process.ts';

interface Spare {
  host: Promise<HostProcess>;
  retire: NodeJS.Timeout;
}

const idleMs = 5 * 60_000;

/**
 * Keeps processes ready, so that a small script does not wait for one to start. Each serves one run and ends with it:
 * nothing of one script is left for the next. A spare is made when one was taken, and let go when unused for long.
 */
export function createHostPool<K extends string>(options: {
  commandFor: (kind: K) => HostCommand;
  sparesPerKind: number;
}) {
  const spares = new Map<K, Spare[]>();
  let closed = false;

  function startSpare(kind: K): void {
    const host = startHostProcess(options.commandFor(kind));
    const retire = setTimeout(() => void remove(kind, spare), idleMs);
    retire.unref();
    const spare: Spare = { host, retire };
    spares.set(kind, [...(spares.get(kind) ?? []), spare]);
    // A spare that dies by itself is no spare; the next run starts its own and shows the reason.
    host.then(
      ({ exited }) => exited.then(() => forget(kind, spare)),
      () => forget(kind, spare),
    );
  }

  function forget(kind: K, spare: Spare): void {
    clearTimeout(spare.retire);
    spares.set(
      kind,
      (spares.get(kind) ?? []).filter((one) => one !== spare),
    );
  }

  async function remove(kind: K, spare: Spare): Promise<void> {
    forget(kind, spare);
    await spare.host.then((host) => host.kill()).catch(() => {});
  }

  function fill(kind: K): void {
    if (closed) return;
    for (let have = spares.get(kind)?.length ?? 0; have < options.sparesPerKind; have += 1) startSpare(kind);
  }

  return {
    /** A process for one run. Rejects when the program cannot be started. */
    async take(kind: K): Promise<HostProcess> {
      const spare = spares.get(kind)?.[0];
      if (spare) forget(kind, spare);
      const host = spare ? await spare.host.catch(() => null) : null;
      fill(kind);
      return host ?? startHostProcess(options.commandFor(kind));
    },

    async close(): Promise<void> {
      closed = true;
      for (const [kind, all] of spares) for (const spare of all) await remove(kind, spare);
    },
  };
}
