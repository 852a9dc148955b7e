import type { Privilege, PrivilegeLevel } from '@sextant/contract/accounts';
import type { Cell } from '@sextant/contract/chart';
import type { AccountDraft, AccountsReading } from '../account-facts.ts';
import { objectName } from '../object-name.ts';
import type { RunStatement } from '../pooled-database.ts';
import { resolveRoles } from '../resolve-roles.ts';

/** Attributes of roles, which are rights over the server though no GRANT gives them. */
const attributes: readonly (readonly [column: string, privilege: string])[] = [
  ['rolcreaterole', 'CREATEROLE'],
  ['rolcreatedb', 'CREATEDB'],
  ['rolreplication', 'REPLICATION'],
  ['rolbypassrls', 'BYPASSRLS'],
  ['rolsystemadmin', 'SYSADMIN'],
];

/** Older servers and those derived from them lack some of these. */
const roleColumns = [
  'oid',
  'rolname',
  'rolsuper',
  'rolcanlogin',
  'rolinherit',
  'rolconnlimit',
  'rolvaliduntil',
  ...attributes.map(([column]) => column),
];

const knownColumns = `SELECT attname::text FROM pg_attribute
  WHERE attrelid = 'pg_catalog.pg_roles'::regclass AND attnum > 0 AND NOT attisdropped`;

const membersQuery = 'SELECT member::text, roleid::text, admin_option FROM pg_auth_members';

/** Schemas of the server itself; what PUBLIC may read there is no news. */
const ownSchemas = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%'";

/**
 * Rights by level: grantee, level, object, right, whether it may be passed on. An owner has one right, OWNER, in place
 * of those which the owner could take back and give again at will.
 */
const rightsQueries: readonly string[] = [
  `SELECT d.datdba::text, 'database', json_build_array(d.datname)::text, 'OWNER', true FROM pg_database d
   WHERE NOT d.datistemplate
   UNION ALL
   SELECT a.grantee::text, 'database', json_build_array(d.datname)::text, a.privilege_type, a.is_grantable
   FROM pg_database d CROSS JOIN LATERAL aclexplode(COALESCE(d.datacl, acldefault('d', d.datdba))) a
   WHERE NOT d.datistemplate AND a.grantee <> d.datdba
     AND NOT (a.grantee = 0 AND a.privilege_type IN ('CONNECT', 'TEMPORARY'))`,
  `SELECT n.nspowner::text, 'schema', json_build_array(n.nspname)::text, 'OWNER', true FROM pg_namespace n WHERE OWN_SCHEMAS
   UNION ALL
   SELECT a.grantee::text, 'schema', json_build_array(n.nspname)::text, a.privilege_type, a.is_grantable
   FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
   WHERE a.grantee <> n.nspowner AND OWN_SCHEMAS
     AND NOT (a.grantee = 0 AND n.nspname = 'public' AND a.privilege_type = 'USAGE')`,
  `SELECT c.relowner::text, CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END,
     json_build_array(n.nspname, c.relname)::text, 'OWNER', true
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND OWN_SCHEMAS
   UNION ALL
   SELECT a.grantee::text, CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END,
     json_build_array(n.nspname, c.relname)::text, a.privilege_type, a.is_grantable
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN LATERAL aclexplode(c.relacl) a
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND a.grantee <> c.relowner
     AND NOT (a.grantee = 0 AND NOT (OWN_SCHEMAS))`,
  `SELECT a.grantee::text, 'column', json_build_array(n.nspname, c.relname, t.attname)::text, a.privilege_type, a.is_grantable
   FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL aclexplode(t.attacl) a
   WHERE t.attnum > 0 AND NOT t.attisdropped AND a.grantee <> c.relowner AND a.grantee <> 0 AND t.attacl IS NOT NULL`,
  `SELECT p.proowner::text, 'routine', quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
     || pg_get_function_identity_arguments(p.oid) || ')', 'OWNER', true
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE OWN_SCHEMAS
     AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
   UNION ALL
   SELECT a.grantee::text, 'routine', quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
     || pg_get_function_identity_arguments(p.oid) || ')', a.privilege_type, a.is_grantable
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace CROSS JOIN LATERAL aclexplode(p.proacl) a
   WHERE a.grantee <> p.proowner AND a.grantee <> 0 AND p.proacl IS NOT NULL
     AND NOT (NOT (OWN_SCHEMAS) AND a.grantee IN (SELECT oid FROM pg_roles WHERE rolname LIKE 'pg\\_%'))`,
  `SELECT a.grantee::text, 'tablespace', json_build_array(s.spcname)::text, a.privilege_type, a.is_grantable
   FROM pg_tablespace s CROSS JOIN LATERAL aclexplode(s.spcacl) a WHERE a.grantee <> s.spcowner`,
  `SELECT a.grantee::text, 'schema', 'DEFAULT of ' || r.rolname || COALESCE(' in ' || n.nspname, '') || ' for '
     || CASE x.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
          WHEN 'T' THEN 'types' ELSE 'schemas' END, a.privilege_type, a.is_grantable
   FROM pg_default_acl x JOIN pg_roles r ON r.oid = x.defaclrole LEFT JOIN pg_namespace n ON n.oid = x.defaclnamespace
     CROSS JOIN LATERAL aclexplode(x.defaclacl) a
   WHERE a.grantee <> x.defaclrole AND a.grantee <> 0`,
];

const everyone = '0';

/** Names come as JSON lists of their parts; what the server wrote itself stays as it is. */
function objectOf(text: string): string {
  return text.startsWith('[') ? objectName(JSON.parse(text)) : text;
}

function isoTime(value: Cell | undefined): string | null {
  if (typeof value !== 'string' || value === '' || value === 'infinity') return null;
  const time = Date.parse(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function draftOf(role: Record<string, Cell>): AccountDraft {
  const name = String(role.rolname);
  const canLogin = role.rolcanlogin === true;
  const own = attributes
    .filter(([column]) => role[column] === true)
    .map(
      ([, privilege]): Privilege => ({
        level: 'server',
        object: null,
        privilege,
        grantable: false,
        via: null,
      }),
    );
  return {
    id: String(role.oid),
    name,
    host: null,
    kind: canLogin ? 'user' : 'role',
    is_system: name.startsWith('pg_') || role.oid === '10',
    is_superuser: role.rolsuper === true,
    is_locked: false,
    can_login: canLogin,
    expires_at: isoTime(role.rolvaliduntil),
    password_changed_at: null,
    last_login_at: null,
    attributes: {
      inherits: role.rolinherit === true,
      connection_limit: Number(role.rolconnlimit ?? -1),
    },
    problem: null,
    own,
    memberOf: [{ id: everyone, can_grant: false }],
    hidden: name.startsWith('pg_'),
  };
}

const publicRole: AccountDraft = {
  id: everyone,
  name: 'PUBLIC',
  host: null,
  kind: 'user',
  is_system: true,
  is_superuser: false,
  is_locked: false,
  can_login: false,
  expires_at: null,
  password_changed_at: null,
  last_login_at: null,
  attributes: {},
  problem: null,
  own: [],
  memberOf: [],
  hidden: true,
};

async function readRoles(run: RunStatement): Promise<AccountDraft[]> {
  const known = new Set((await run(knownColumns)).map(([name]) => String(name)));
  const columns = roleColumns.filter((column) => known.has(column) || column === 'oid');
  const wanted = columns.map((column) =>
    column === 'oid' || column === 'rolvaliduntil' ? `${column}::text` : column,
  );
  const rows = await run(['SELECT', wanted.join(', '), 'FROM pg_roles'].join(' '));
  return rows.map((row) =>
    draftOf(Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]))),
  );
}

/**
 * Roles of the whole server and their rights: on the server, its databases and tablespaces, and on what lies in the
 * database of the connection. A login that is not a superuser sees the same.
 */
export async function readPostgresqlAccounts(run: RunStatement): Promise<AccountsReading> {
  const drafts = [...(await readRoles(run)), { ...publicRole, own: [] as Privilege[] }];
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  for (const [member, role, admin] of await run(membersQuery)) {
    byId.get(String(member))?.memberOf.push({ id: String(role), can_grant: admin === true });
  }
  for (const query of rightsQueries) {
    const sql = query.replaceAll('OWN_SCHEMAS', ownSchemas);
    for (const [grantee, level, object, privilege, grantable] of await run(sql)) {
      byId.get(String(grantee))?.own.push({
        level: level as PrivilegeLevel,
        object: objectOf(String(object)),
        privilege: String(privilege),
        grantable: grantable === true,
        via: null,
      });
    }
  }
  return { accounts: resolveRoles(drafts), complete: true, problems: [] };
}
