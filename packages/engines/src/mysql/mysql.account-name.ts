import { quoteIdentifier } from '@sextant/sql/identifier';

/**
 * A user's or a host's name in a statement. Whether a backslash escapes in a text is up to the server's
 * `NO_BACKSLASH_ESCAPES`, which a name would break out with; in an identifier it never does.
 */
export function quoteAccountName(name: string): string {
  if (name.includes('\\') || name.includes('\0')) return quoteIdentifier('mysql', name);
  return `'${name.replaceAll("'", "''")}'`;
}
