import type { TableReference } from './verdict.ts';

/** The tables a statement reads, each once, in the order of their first use. */
export interface TableReferences {
  add(schema: string | null, name: string): void;
  list(): TableReference[];
}

export function createTableReferences(): TableReferences {
  const found = new Map<string, TableReference>();
  return {
    add(schema, name) {
      const key = JSON.stringify([schema, name]);
      if (!found.has(key)) found.set(key, { schema, name });
    },
    list: () => [...found.values()],
  };
}
