/** The SQL languages that the guard reads and the built-in engine writes. */
export const dialects = ['postgresql', 'mysql', 'sqlite', 'duckdb', 'clickhouse', 'tsql', 'oracle'] as const;
export type Dialect = (typeof dialects)[number];
