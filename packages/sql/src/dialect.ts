/** The SQL languages that the guard reads and the built-in engine writes. */
export const dialects = ['postgresql', 'mysql', 'sqlite', 'duckdb'] as const;
export type Dialect = (typeof dialects)[number];
