/** Lets pieces of work with one name follow each other; those with other names need not wait. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take<T>(name: string, work: () => Promise<T>): Promise<T> {
      const turn = (last.get(name) ?? Promise.resolve()).then(work);
      const settled = turn.catch(() => undefined);
      last.set(name, settled);
      try {
        return await turn;
      } finally {
        if (last.get(name) === settled) last.delete(name);
      }
    },
  };
}

export type Turns = ReturnType<typeof createTurns>;
