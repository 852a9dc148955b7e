import type { Dialect } from '@sextant/sql/dialect';

/** What a model should know of a dialect beyond its name. */
export const dialectNotes: Record<Dialect, string> = {
  postgresql:
    'PostgreSQL. Double quotes around names with capitals, spaces or non-ASCII letters. Dividing integers drops the fraction: cast to numeric. Use date_trunc, to_char, ILIKE.',
  mysql:
    'MySQL/MariaDB. Backquotes around names that need quoting. No FULL JOIN. Use DATE_FORMAT, TIMESTAMPDIFF. Every column of SELECT must be grouped or aggregated.',
  sqlite:
    'SQLite. Dates are ISO text: use strftime, date(). Dividing integers drops the fraction: multiply by 1.0. No RIGHT JOIN on old versions, no ILIKE (LIKE ignores case for ASCII).',
  duckdb: 'DuckDB. PostgreSQL-like; double quotes around names that need quoting. Use date_trunc, strftime.',
};
