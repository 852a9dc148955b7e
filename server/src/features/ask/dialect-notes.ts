import type { Dialect } from '@sextant/sql/dialect';

/** What a model should know of a dialect beyond its name. */
export const dialectNotes: Record<Dialect, string> = {
  postgresql:
    'PostgreSQL. Double quotes around names with capitals, spaces or non-ASCII letters. Dividing integers drops the fraction: cast to numeric. Use date_trunc, to_char, ILIKE.',
  mysql:
    'MySQL/MariaDB. Backquotes around names that need quoting. No FULL JOIN. Use DATE_FORMAT, TIMESTAMPDIFF. Every column of SELECT must be grouped or aggregated.',
  sqlite:
    'SQLite. Dates are ISO text: use strftime, date(). Dividing integers drops the fraction: multiply by 1.0. No RIGHT JOIN on old versions, no ILIKE (LIKE ignores case for ASCII).',
  clickhouse:
    "ClickHouse. Backquotes around names that need quoting; names tell capitals apart. Use toStartOfMonth, dateDiff('day', a, b), formatDateTime, ILIKE. UNION needs ALL or DISTINCT. No FORMAT and no SETTINGS clause.",
  tsql: "SQL Server (T-SQL). Square brackets around names that need quoting, N'…' around texts that are not ASCII. TOP (n) or ORDER BY … OFFSET … FETCH, never LIMIT. No booleans: compare bit with 1. Dividing integers drops the fraction: cast to float. Use DATEADD, DATEDIFF, CONVERT, + or CONCAT. ORDER BY in a subquery only with TOP.",
  oracle:
    "Oracle. Double quotes around names that are not all capitals. FETCH FIRST n ROWS ONLY, never LIMIT; no AS before a table alias; FROM dual where there is no table. Use DATE '2024-01-31', TRUNC, TO_CHAR, NVL, ||. LIKE tells capitals apart: use UPPER. No semicolon at the end.",
  duckdb: 'DuckDB. PostgreSQL-like; double quotes around names that need quoting. Use date_trunc, strftime.',
};
