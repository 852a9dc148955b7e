import type { Relationship } from '@sextant/contract/schema-browser';
import type { Catalog, CatalogTable, ForeignKey } from '@sextant/engines/catalog';
import { nearestName } from '@sextant/sql/nearest-name';
import type { Audit } from '../../../platform/audit/audit.ts';
import type { Principal } from '../../../platform/auth/principal.ts';
import { isUniqueViolation } from '../../../platform/db/unique-violation.ts';
import { AppError, forbidden, invalid, notFound } from '../../../platform/errors/app-error.ts';
import type { EventBus } from '../../../platform/events/event-bus.ts';
import { canManage } from '../../connections/connections.policy.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import type { StoredConnection } from '../../connections/stored-connection.ts';
import { findTable, qualifiedName, withNearest } from './find-table.ts';
import type {
  AddedRelationship,
  RelationshipEnd,
  RelationshipsRepository,
} from './relationships.repository.ts';

interface Ends {
  from: RelationshipEnd;
  to: RelationshipEnd;
}

interface Actor {
  principal: Principal;
  address: string | null;
}

/** Which table refers to which: by foreign keys of the database, and by what people added. */
export function createRelationshipsService(deps: {
  connections: ConnectionsService;
  relationships: RelationshipsRepository;
  events: EventBus;
  audit: Audit;
}) {
  const { connections, relationships, events, audit } = deps;
  const merged = new WeakMap<Catalog, { signature: string; catalog: Catalog }>();

  async function record({ principal, address }: Actor, action: string, id: string, details: object) {
    await audit.record(principal, {
      action,
      objectType: 'relationship',
      objectId: id,
      details: { ...details },
      address,
    });
  }

  return {
    /** Foreign keys first, then the added ones in the order of their making. */
    async list(connection: StoredConnection, signal?: AbortSignal): Promise<Relationship[]> {
      const { catalog } = await connections.catalog(connection, { signal });
      const added = await relationships.list(connection.id);
      return [
        ...declared(catalog).map((ends): Relationship => ({ id: null, origin: 'declared', ...ends })),
        ...added.map((relationship): Relationship => ({ origin: 'added', ...relationship })),
      ];
    },

    /** Only who manages the connection; tables and columns must exist; 409 for what is there already. */
    async add(actor: Actor, connection: StoredConnection, ends: Ends): Promise<Relationship> {
      requireManager(actor.principal, connection);
      const { catalog } = await connections.catalog(connection);
      requireColumns(catalog, ends);
      const key = keyOf(ends);
      if (declared(catalog).some((known) => keyOf(known) === key)) throw alreadyThere(ends);
      try {
        const added = await relationships.add(connection.id, actor.principal.userId, { ...ends, ends: key });
        await events.publish('relationship.changed', { connectionId: connection.id });
        await record(actor, 'relationship.added', added.id, { connection: connection.name, ...ends });
        return { origin: 'added', ...added };
      } catch (error) {
        throw isUniqueViolation(error) ? alreadyThere(ends) : error;
      }
    },

    /** Only who manages the connection; 404 when it has no such added relationship. */
    async remove(actor: Actor, connection: StoredConnection, id: string): Promise<void> {
      requireManager(actor.principal, connection);
      if (!(await relationships.remove(connection.id, id))) {
        throw notFound({ zh: '人工添加的关系', en: 'Added relationship' }, id);
      }
      await events.publish('relationship.changed', { connectionId: connection.id });
      await record(actor, 'relationship.removed', id, { connection: connection.name });
    },

    /** The catalog with the added relationships as foreign keys; the same object as long as nothing changes. */
    async complete(connection: StoredConnection, catalog: Catalog): Promise<Catalog> {
      const added = await relationships.list(connection.id);
      if (added.length === 0) return catalog;
      const signature = added.map(({ id }) => id).join();
      const known = merged.get(catalog);
      if (known?.signature === signature) return known.catalog;
      const completed = { tables: catalog.tables.map((table) => withKeys(table, catalog, added)) };
      merged.set(catalog, { signature, catalog: completed });
      return completed;
    },
  };
}

export type RelationshipsService = ReturnType<typeof createRelationshipsService>;

function requireManager(principal: Principal, connection: StoredConnection): void {
  if (canManage(principal, connection)) return;
  throw forbidden({
    zh: `连接「${connection.name}」由他人共享，只有其所有者和管理员可以修改表间关系`,
    en: `The connection "${connection.name}" is shared with you; only its owner and administrators may change its relationships`,
  });
}

function declared(catalog: Catalog): Ends[] {
  return catalog.tables.flatMap(({ schema, name, foreignKeys }) =>
    foreignKeys.map((key) => ({
      from: { schema, table: name, columns: key.columns },
      to: { schema: key.referencedSchema, table: key.referencedTable, columns: key.referencedColumns },
    })),
  );
}

/** The same text for the same relationship, in whatever order its pairs of columns stand. */
function keyOf({ from, to }: Ends): string {
  const pairs = from.columns.map((column, index) => [column, to.columns[index] ?? '']);
  pairs.sort(([left = ''], [right = '']) => (left < right ? -1 : left > right ? 1 : 0));
  return JSON.stringify([from.schema, from.table, to.schema, to.table, pairs]);
}

function requireColumns(catalog: Catalog, { from, to }: Ends): void {
  for (const [field, end] of Object.entries({ from, to })) {
    const name = { schema: end.schema, name: end.table };
    const names = findTable(catalog, name).columns.map((column) => column.name);
    for (const column of end.columns) {
      if (!names.includes(column)) throw unknownColumn(field, qualifiedName(name), column, names);
    }
    if (new Set(end.columns).size < end.columns.length) throw repeatedColumn(field);
  }
  if (from.columns.length !== to.columns.length) {
    throw invalid('to.columns', {
      zh: `两端的列数必须相同，现在是 ${from.columns.length} 对 ${to.columns.length}`,
      en: `Both ends need the same number of columns; they have ${from.columns.length} and ${to.columns.length}`,
    });
  }
  if (JSON.stringify(from) === JSON.stringify(to)) {
    throw invalid('to', { zh: '一组列不能引用它自己', en: 'Columns cannot refer to themselves' });
  }
}

function unknownColumn(field: string, table: string, column: string, names: readonly string[]): AppError {
  const text = {
    zh: `表「${table}」没有列「${column}」`,
    en: `The table "${table}" has no column "${column}"`,
  };
  return invalid(`${field}.columns`, withNearest(text, nearestName(column, names)));
}

function repeatedColumn(field: string): AppError {
  return invalid(`${field}.columns`, {
    zh: '同一列只能出现一次',
    en: 'Each column may stand only once',
  });
}

function alreadyThere({ from, to }: Ends): AppError {
  const text = (end: RelationshipEnd) =>
    `${qualifiedName({ schema: end.schema, name: end.table })}(${end.columns.join(', ')})`;
  return new AppError('CONFLICT', {
    zh: `${text(from)} → ${text(to)} 这条关系已经存在`,
    en: `${text(from)} → ${text(to)} is there already`,
  });
}

/** The table with the relationships that begin at it, as far as their tables and columns still exist. */
function withKeys(table: CatalogTable, catalog: Catalog, added: readonly AddedRelationship[]): CatalogTable {
  const keys = added
    .filter(({ from }) => isEnd(table, from))
    .flatMap(({ to, from }): ForeignKey[] => {
      if (!catalog.tables.some((other) => isEnd(other, to))) return [];
      const { schema, table: name, columns } = to;
      return [
        {
          columns: from.columns,
          referencedSchema: schema,
          referencedTable: name,
          referencedColumns: columns,
        },
      ];
    });
  return keys.length === 0 ? table : { ...table, foreignKeys: [...table.foreignKeys, ...keys] };
}

function isEnd(table: CatalogTable, end: RelationshipEnd): boolean {
  const names = new Set(table.columns.map(({ name }) => name));
  return (
    table.schema === end.schema &&
    table.name === end.table &&
    end.columns.every((column) => names.has(column))
  );
}
