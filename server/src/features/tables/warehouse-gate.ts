import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../platform/errors/app-error.ts';

const lookEveryMs = 50;

/** Which tables are being written, and the gate that keeps writers out while the tables are moved. */
export function createWarehouseGate() {
  const writing = new Map<string, number>();
  let closedBy: string | null = null;

  return {
    /** The execution that moves the tables now. */
    closedBy: (): string | null => closedBy,
    isWriting: (table: string): boolean => writing.has(table),

    /** Notes that a table is being written; the function that is given ends it. Throws while the gate is closed. */
    enter(table: string): () => void {
      if (closedBy !== null) throw moving();
      writing.set(table, (writing.get(table) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const count = (writing.get(table) ?? 1) - 1;
        if (count > 0) writing.set(table, count);
        else writing.delete(table);
      };
    },

    /** Lets nobody in any more and waits until all have left; the function that is given opens the gate again. */
    async close(executionId: string, signal: AbortSignal): Promise<() => void> {
      if (closedBy !== null) throw moving();
      closedBy = executionId;
      const open = () => {
        closedBy = null;
      };
      try {
        while (writing.size > 0) await delay(lookEveryMs, undefined, { signal });
      } catch (error) {
        open();
        throw error;
      }
      return open;
    },
  };
}

export type WarehouseGate = ReturnType<typeof createWarehouseGate>;

function moving(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '数据表正在搬迁到新的数据仓库，请等它完成后重试',
    en: 'The tables are being moved to another warehouse; try again when that is done',
  });
}
