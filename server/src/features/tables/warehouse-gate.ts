import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../platform/errors/app-error.ts';

const lookEveryMs = 50;

/** Which tables are being written, and the gate that keeps writers out while the tables are moved. */
export function createWarehouseGate() {
  const writing = new Map<string, number>();
  const deleting = new Set<string>();
  let closedBy: string | null = null;

  return {
    /** The execution that moves the tables now. */
    closedBy: (): string | null => closedBy,
    isWriting: (table: string): boolean => writing.has(table),

    /** Notes that a table is being written; the function that is given ends it. Throws while the gate is closed. */
    enter(table: string): () => void {
      if (closedBy !== null) throw moving();
      if (deleting.has(table)) throw beingDeleted(table);
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

    /** Does work for which nobody may be writing the table, nor begin to. Throws when somebody is, or it moves. */
    async alone<T>(table: string, work: () => Promise<T>): Promise<T> {
      if (closedBy !== null) throw moving();
      if (deleting.has(table)) throw beingDeleted(table);
      if (writing.has(table)) throw beingWritten(table);
      deleting.add(table);
      try {
        return await work();
      } finally {
        deleting.delete(table);
      }
    },

    /** Lets nobody in any more and waits until all have left; the function that is given opens the gate again. */
    async close(executionId: string, signal: AbortSignal): Promise<() => void> {
      if (closedBy !== null) throw moving();
      closedBy = executionId;
      const open = () => {
        closedBy = null;
      };
      try {
        while (writing.size > 0 || deleting.size > 0) await delay(lookEveryMs, undefined, { signal });
      } catch (error) {
        open();
        throw error;
      }
      return open;
    },
  };
}

export type WarehouseGate = ReturnType<typeof createWarehouseGate>;

/** Refuses to delete a table that an execution fills. */
export function beingWritten(name: string): AppError {
  return new AppError('CONFLICT', {
    zh: `有执行正在写入表「${name}」，请等它结束或先取消它`,
    en: `An execution is writing the table "${name}"; wait for it or cancel it first`,
  });
}

function beingDeleted(name: string): AppError {
  return new AppError('CONFLICT', {
    zh: `表「${name}」正在被删除，请稍后重试`,
    en: `The table "${name}" is being deleted; try again in a moment`,
  });
}

function moving(): AppError {
  return new AppError('UNAVAILABLE', {
    zh: '数据表正在搬迁到新的数据仓库，请等它完成后重试',
    en: 'The tables are being moved to another warehouse; try again when that is done',
  });
}
