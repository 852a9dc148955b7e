/** One `GRANT` of a login, as `SHOW GRANTS` words it. */
export interface MysqlGrant {
  /** In capitals, without columns: `SELECT`, `ALL PRIVILEGES`, `BACKUP_ADMIN`. */
  privileges: { name: string; columns: string[] }[];
  /** Null for everything (`*`). In `database`, `%` and `_` are wildcards where `table` is null. */
  database: string | null;
  table: string | null;
  grantOption: boolean;
}

/** MariaDB's roles have no host. */
export interface MysqlRole {
  name: string;
  host: string | null;
}

export interface MysqlGrants {
  grants: MysqlGrant[];
  /** Roles that were granted and whose own grants are not among these. */
  roles: MysqlRole[];
  /** Lines that could not be read. */
  unread: string[];
}

interface Token {
  text: string;
  quoted: boolean;
}

const tokenPattern = /`(?:[^`]|``)*`|'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|[A-Za-z_][\w$]*|\S/gs;

function tokensOf(line: string): Token[] {
  return (line.match(tokenPattern) ?? []).map((raw) => {
    const mark = raw.charAt(0);
    if (raw.length < 2 || !'`\'"'.includes(mark)) return { text: raw, quoted: false };
    const inner = raw.slice(1, -1).replaceAll(mark + mark, mark);
    return { text: mark === '`' ? inner : inner.replace(/\\(.)/gs, '$1'), quoted: true };
  });
}

function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token !== undefined && !token.quoted && words.includes(token.text.toUpperCase());
}

/** The parts of a list at its commas, those in brackets left alone. */
function listParts(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (isWord(token, '(')) depth += 1;
    if (isWord(token, ')')) depth -= 1;
    if (depth === 0 && isWord(token, ',')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function privilegeOf(tokens: readonly Token[]): { name: string; columns: string[] } {
  const open = tokens.findIndex((token) => isWord(token, '('));
  const words = open < 0 ? tokens : tokens.slice(0, open);
  const listed = open < 0 ? [] : tokens.slice(open + 1).filter((token) => !isWord(token, ',', ')'));
  return {
    name: words.map((token) => token.text.toUpperCase()).join(' '),
    columns: listed.map((token) => token.text),
  };
}

function targetOf(tokens: readonly Token[]): Pick<MysqlGrant, 'database' | 'table'> {
  const named = isWord(tokens[0], 'TABLE', 'FUNCTION', 'PROCEDURE', 'PACKAGE') ? tokens.slice(1) : tokens;
  const dot = named.findIndex((token) => isWord(token, '.'));
  if (dot < 0) return { database: null, table: null };
  const part = (token: Token | undefined) => (!token || isWord(token, '*') ? null : token.text);
  // PACKAGE BODY is two words; what stands before the dot is the name.
  return { database: part(named[dot - 1]), table: part(named[dot + 1]) };
}

function hasGrantOption(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => isWord(token, 'GRANT') && isWord(tokens[index + 1], 'OPTION'));
}

function roleOf(tokens: readonly Token[]): MysqlRole {
  const [name, at, host] = tokens;
  return { name: name?.text ?? '', host: isWord(at, '@') ? (host?.text ?? null) : null };
}

/** Reads what `SHOW GRANTS` gives, of MySQL 5.7 and newer and of MariaDB, which adds the grants of active roles. */
export function parseMysqlGrants(lines: readonly string[]): MysqlGrants {
  const found: MysqlGrants = { grants: [], roles: [], unread: [] };
  const receivers = new Set<string>();
  for (const line of lines) {
    const tokens = tokensOf(line);
    const on = tokens.findIndex((token) => isWord(token, 'ON'));
    const to = tokens.findIndex((token) => isWord(token, 'TO'));
    if (isWord(tokens[0], 'SET', 'REVOKE')) continue;
    if (!isWord(tokens[0], 'GRANT') || to < 0) {
      found.unread.push(line);
      continue;
    }
    receivers.add(roleKey(roleOf(tokens.slice(to + 1))));
    if (on > 0 && on < to) {
      const privileges = listParts(tokens.slice(1, on)).map(privilegeOf);
      const target = targetOf(tokens.slice(on + 1, to));
      found.grants.push({ privileges, ...target, grantOption: hasGrantOption(tokens.slice(to)) });
    } else found.roles.push(...listParts(tokens.slice(1, to)).map(roleOf));
  }
  return { ...found, roles: found.roles.filter((role) => !receivers.has(roleKey(role))) };
}

function roleKey({ name, host }: MysqlRole): string {
  return JSON.stringify([name, host]);
}
