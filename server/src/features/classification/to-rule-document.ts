import type { RuleDocument } from './rule-document.ts';
import { parseRule } from './rule-parser.ts';
import type { RuleNode } from './rule-syntax.ts';

/** The predecessor's lists of an engine: of roles, and of privileges by their level. */
const engines: Record<string, { type: string; roles: string; levels: Record<string, string> }> = {
  mysql: {
    type: 'mysql_permissions',
    roles: 'roles',
    levels: { server: 'global_privileges', database: 'database_privileges' },
  },
  postgresql: {
    type: 'postgresql_permissions',
    roles: 'predefined_roles',
    levels: { database: 'database_privileges', tablespace: 'tablespace_privileges' },
  },
  sqlserver: {
    type: 'sqlserver_permissions',
    roles: 'server_roles',
    levels: { server: 'server_permissions', database: 'database_permissions' },
  },
  oracle: {
    type: 'oracle_permissions',
    roles: 'roles',
    levels: { server: 'system_privileges', tablespace: 'tablespace_privileges' },
  },
};

const flagAttributes: Record<string, string> = { superuser: 'can_super', can_login: 'can_login' };
const privilegeAttributes: Record<string, string> = {
  CREATEROLE: 'can_create_role',
  CREATEDB: 'can_create_db',
  REPLICATION: 'can_replicate',
  BYPASSRLS: 'can_bypass_rls',
};

/** An expression in the JSON of the predecessor, which can say less; null when it cannot say this. */
export function toRuleDocument(expression: string): RuleDocument | null {
  const nodes = partsOf(parseRule(expression), 'and');
  const engineName = nodes.map(engineOf).find((name) => name !== null);
  const engine = engines[engineName ?? ''];
  if (!engine) return null;
  const excluded = nodes.flatMap((node) => excludedBy(node) ?? []);
  const rest = nodes.filter((node) => engineOf(node) === null && excludedBy(node) === null);
  const [only] = rest;
  const isGroup = rest.length === 1 && (only?.type === 'and' || only?.type === 'or');
  const atoms = isGroup ? partsOf(only, only.type as 'and' | 'or') : rest;
  const operator = isGroup ? only.type.toUpperCase() : rest.length > 1 ? 'AND' : 'OR';
  const lists: Record<string, string[]> = {};
  for (const atom of atoms) {
    const found = listOf(atom, engine);
    if (found === null || (operator === 'AND' && found.names.length > 1)) return null;
    lists[found.list] = [...(lists[found.list] ?? []), ...found.names];
  }
  if (atoms.length === 0) return null;
  return {
    type: engine.type,
    ...lists,
    ...(excluded.length > 0 && { exclude_privileges: excluded }),
    operator,
  };
}

function partsOf(node: RuleNode | undefined, type: 'and' | 'or'): RuleNode[] {
  if (node === undefined) return [];
  return node.type === type && 'parts' in node ? node.parts : [node];
}

function engineOf(node: RuleNode): string | null {
  if (node.type !== 'comparison') return null;
  const { field, operator, values } = node.comparison;
  return field === 'engine' && operator === '=' && values.length === 1 ? String(values[0]) : null;
}

function excludedBy(node: RuleNode): string[] | null {
  if (node.type !== 'not' || node.part.type !== 'privilege') return null;
  return node.part.conditions.length === 0 ? node.part.names : null;
}

function listOf(node: RuleNode, engine: (typeof engines)[string]): { list: string; names: string[] } | null {
  if (node.type === 'role') return { list: engine.roles, names: node.names };
  if (node.type === 'flag') return attributes(engine, [flagAttributes[node.word]]);
  if (node.type !== 'privilege') return null;
  const { names, conditions } = node;
  if (conditions.length === 0) {
    return attributes(
      engine,
      names.map((name) => privilegeAttributes[name.toUpperCase()]),
    );
  }
  const [condition] = conditions;
  if (conditions.length !== 1 || condition?.field !== 'level' || condition.operator !== '=') return null;
  const list = condition.values.length === 1 ? engine.levels[String(condition.values[0])] : undefined;
  return list === undefined ? null : { list, names };
}

/** Attributes of roles, which only PostgreSQL has. */
function attributes(engine: (typeof engines)[string], names: readonly (string | undefined)[]) {
  const known = names.filter((name) => name !== undefined);
  if (engine !== engines.postgresql || known.length < names.length) return null;
  return { list: 'role_attributes', names: known };
}
