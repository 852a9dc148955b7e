import type { Environment, Instance, InstanceHealth } from '@sextant/contract/instances';
import { environmentSchema, instanceHealthSchema, tagColorSchema } from '@sextant/contract/instances';
import type { Language } from '@sextant/contract/text';
import type { Principal } from '../../platform/auth/principal.ts';
import type { Problem } from '../connections/connection-problem.ts';
import { canManage } from '../connections/connections.policy.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import { type InstanceValues, type TagRow, unnoted } from './instances.repository.ts';

/** A connection with all that is noted of it. */
export interface InstanceView {
  connection: StoredConnection;
  notes: InstanceValues & { updated_at?: string };
  tags: TagRow[];
}

export interface InstanceFilter {
  q?: string;
  driver?: string;
  environment?: Environment;
  health?: InstanceHealth;
  tag?: string;
  credential_id?: string;
  is_active?: boolean;
}

export type InstanceSort =
  | 'number'
  | 'name'
  | 'driver'
  | 'environment'
  | 'health'
  | 'version'
  | 'last_checked_at'
  | 'size_bytes'
  | 'created_at';

/** Files that the product keeps for itself are no instances; everything else that can be reached is. */
export function isInstance({ kind }: StoredConnection): boolean {
  return kind === 'own' || kind === 'sample';
}

export function matches({ connection, notes, tags }: InstanceView, filter: InstanceFilter): boolean {
  const { settings, engine } = connection;
  const wanted = filter.q?.trim().toLowerCase();
  const texts = [connection.name, settings.host, settings.database, connection.description, notes.contact];
  const holds = (text: string | null) => text?.toLowerCase().includes(wanted ?? '') ?? false;
  return (
    (!wanted || texts.some(holds) || tags.some(({ name }) => holds(name))) &&
    (!filter.driver || engine.id === filter.driver) &&
    (!filter.environment || notes.environment === filter.environment) &&
    (!filter.health || notes.health === filter.health) &&
    (!filter.tag || tags.some(({ name, id }) => name === filter.tag || id === filter.tag)) &&
    (!filter.credential_id || connection.credentialId === filter.credential_id) &&
    (filter.is_active === undefined || (notes.is_active === 1) === filter.is_active)
  );
}

const sortKeys: Record<InstanceSort, (view: InstanceView) => string | number | null> = {
  number: ({ connection }) => connection.number,
  name: ({ connection }) => connection.name,
  driver: ({ connection }) => connection.engine.label,
  environment: ({ notes }) =>
    notes.environment === null ? null : environmentSchema.options.indexOf(notes.environment as Environment),
  health: ({ notes }) => ['down', 'unknown', 'up'].indexOf(notes.health),
  version: ({ notes }) => notes.version,
  last_checked_at: ({ notes }) => notes.last_checked_at,
  size_bytes: ({ notes }) => notes.size_bytes,
  created_at: ({ connection }) => connection.createdAt,
};

const collator = new Intl.Collator('zh', { numeric: true });

/** In this order, those without a value last, and by number where two are equal. */
export function sorted(
  views: readonly InstanceView[],
  sort: InstanceSort,
  order: 'asc' | 'desc',
): InstanceView[] {
  const key = sortKeys[sort];
  const sign = order === 'desc' ? -1 : 1;
  return [...views].sort((left, right) => {
    const [a, b] = [key(left), key(right)];
    if (a === null || b === null) {
      if (a !== b) return a === null ? 1 : -1;
    } else if (a !== b) {
      const compared =
        typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
      if (compared !== 0) return compared * sign;
    }
    return left.connection.number - right.connection.number;
  });
}

/** `10.11` of `MariaDB 10.11.6`, `15` of `PostgreSQL 15.19`: what a release line is called. */
export function mainVersion(version: string | null): string | null {
  const [, major, minor] = version?.match(/(\d+)(?:\.(\d+))?/) ?? [];
  if (major === undefined) return null;
  const isWholeNumbered = /^(PostgreSQL|Oracle)\b/i.test(version ?? '') && Number(major) >= 10;
  return isWholeNumbered || minor === undefined ? major : `${major}.${minor}`;
}

export interface InstanceNames {
  owners: Map<string, string>;
  credentials: Map<string, string>;
}

/** An instance as v1 shows it. */
export function presentInstance(
  { connection, notes, tags }: InstanceView,
  { owners, credentials }: InstanceNames,
  principal: Principal,
  language: Language,
): Instance {
  const { settings, engine, credentialId } = connection;
  return {
    id: connection.id,
    number: connection.number,
    name: connection.name,
    description: connection.description,
    driver: engine.id,
    driver_label: engine.label,
    host: settings.host,
    port: settings.port,
    database: settings.database,
    username: settings.username,
    credential:
      credentialId === null
        ? null
        : { id: credentialId, name: credentials.get(credentialId) ?? credentialId },
    environment: environmentSchema.nullable().parse(notes.environment),
    tags: tags.map(presentTag),
    contact: notes.contact,
    owner: owners.get(connection.ownerId) ?? null,
    is_shared: connection.isShared,
    is_sample: connection.kind === 'sample',
    is_active: notes.is_active === 1,
    can_manage: canManage(principal, connection),
    health: instanceHealthSchema.parse(notes.health),
    version: notes.version,
    main_version: mainVersion(notes.version),
    latency_ms: notes.latency_ms,
    error: presentProblem(notes.error, language),
    last_checked_at: notes.last_checked_at,
    last_up_at: notes.last_up_at,
    size_bytes: notes.size_bytes,
    created_at: connection.createdAt,
    updated_at:
      notes.updated_at && notes.updated_at > connection.updatedAt ? notes.updated_at : connection.updatedAt,
  };
}

export function presentTag({ id, name, color }: TagRow) {
  return { id, name, color: tagColorSchema.parse(color) };
}

/** A stored problem in one language. */
export function presentProblem(stored: string | null, language: Language) {
  if (stored === null) return null;
  const { cause, message, hint } = JSON.parse(stored) as Problem;
  return { cause, message: message[language], hint: hint?.[language] ?? null };
}

/** A connection of which nothing was noted yet. */
export function viewOf(
  connection: StoredConnection,
  notes: InstanceView['notes'] | undefined,
  tags: TagRow[] = [],
): InstanceView {
  return { connection, notes: notes ?? unnoted, tags };
}
