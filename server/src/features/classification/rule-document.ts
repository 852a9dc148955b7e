import type { Text } from '@sextant/contract/text';

/** The JSON in which the predecessor kept a rule, by engine: `mysql_permissions`, `postgresql_permissions`, … */
export interface RuleDocument {
  type: string;
  operator?: string | undefined;
  [list: string]: unknown;
}

export interface TranslatedRule {
  expression: string;
  /** What the document says and the language does not, such as names that no engine gives. */
  left: Text[];
}

/** PostgreSQL's attributes as the predecessor called them, in either of its spellings. */
const attributes: Record<string, string> = {
  superuser: 'superuser',
  can_super: 'superuser',
  createrole: 'privilege("CREATEROLE")',
  can_create_role: 'privilege("CREATEROLE")',
  createdb: 'privilege("CREATEDB")',
  can_create_db: 'privilege("CREATEDB")',
  replication: 'privilege("REPLICATION")',
  can_replicate: 'privilege("REPLICATION")',
  bypassrls: 'privilege("BYPASSRLS")',
  can_bypass_rls: 'privilege("BYPASSRLS")',
  login: 'can_login',
  can_login: 'can_login',
};

const engines: Record<string, string> = {
  mysql_permissions: 'mysql',
  postgresql_permissions: 'postgresql',
  sqlserver_permissions: 'sqlserver',
  oracle_permissions: 'oracle',
};

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const privilegeAt = (level: string) => (name: string) =>
  `privilege(${quoted(name.toUpperCase())}, level = "${level}")`;
const role = (name: string) => `role(${quoted(name)})`;

/** Each list of the document: how one name of it is written. */
const lists: Record<string, (name: string) => string | null> = {
  global_privileges: privilegeAt('server'),
  server_permissions: privilegeAt('server'),
  system_privileges: privilegeAt('server'),
  database_privileges: privilegeAt('database'),
  database_permissions: privilegeAt('database'),
  tablespace_privileges: privilegeAt('tablespace'),
  server_roles: role,
  roles: role,
  predefined_roles: role,
  database_roles: role,
  role_attributes: (name) => attributes[name.toLowerCase()] ?? null,
  tablespace_quotas: () => null,
};

function namesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function untranslated(list: string, name: string): Text {
  return {
    zh: `${list} 中的「${name}」没有对应的写法，已略去`,
    en: `"${name}" of ${list} has no counterpart and was left out`,
  };
}

/** A rule of the predecessor as an expression; null when nothing of it could be translated. */
export function fromRuleDocument(document: RuleDocument): TranslatedRule | null {
  const parts: string[] = [];
  const left: Text[] = [];
  for (const [list, write] of Object.entries(lists)) {
    for (const name of namesOf(document[list])) {
      const part = write(name);
      if (part === null) left.push(untranslated(list, name));
      else parts.push(part);
    }
  }
  // An empty rule of the predecessor matched everybody, which nobody meant.
  if (parts.length === 0) return null;
  const word = String(document.operator ?? 'OR').toUpperCase() === 'AND' ? ' and ' : ' or ';
  const any = parts.length > 1 ? `(${parts.join(word)})` : parts.join('');
  const engine = engines[document.type];
  const excluded = namesOf(document.exclude_privileges).map(
    (name) => `not privilege(${quoted(name.toUpperCase())})`,
  );
  const limits = [...(engine ? [`engine = "${engine}"`] : []), any, ...excluded];
  return { expression: limits.join(' and '), left };
}
