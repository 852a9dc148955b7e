import { AppError } from '../../../platform/errors/app-error.ts';

/** Exports that are written at a time in this process; each holds rows in memory and takes its share of the time. */
const maxRunning = 8;
/** Fewer than the sessions of a connection, so that its queries need not wait for exports. */
const maxPerConnection = 3;

interface Waiting {
  connectionId: string;
  enter(): void;
}

/** The line in which exports wait for their turn; those of a busy connection let others pass. */
export function createExportLine() {
  const running: string[] = [];
  const waiting: Waiting[] = [];

  function hasRoom(connectionId: string): boolean {
    const same = running.filter((id) => id === connectionId);
    return running.length < maxRunning && same.length < maxPerConnection;
  }

  function admit(): void {
    for (;;) {
      const index = waiting.findIndex(({ connectionId }) => hasRoom(connectionId));
      if (index < 0) return;
      waiting.splice(index, 1)[0]?.enter();
    }
  }

  function turn(connectionId: string): () => void {
    running.push(connectionId);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running.splice(running.indexOf(connectionId), 1);
      admit();
    };
  }

  return {
    /** Waits for a turn; the function that is given ends it. Rejects with `CANCELLED` on abort. */
    async enter(connectionId: string, signal: AbortSignal): Promise<() => void> {
      if (signal.aborted) throw stopped();
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const place: Waiting = { connectionId, enter: () => resolve(turn(connectionId)) };
      waiting.push(place);
      const leave = () => {
        const index = waiting.indexOf(place);
        if (index >= 0) waiting.splice(index, 1);
        reject(stopped());
      };
      signal.addEventListener('abort', leave, { once: true });
      admit();
      try {
        return await promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

export type ExportLine = ReturnType<typeof createExportLine>;

function stopped(): AppError {
  return new AppError('CANCELLED', { zh: '导出已停止', en: 'The export was stopped' });
}
