import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../../platform/db/open-database.ts';
import type { Schema } from '../../../platform/db/schema.ts';

export interface RelationshipEnd {
  schema: string | null;
  table: string;
  columns: string[];
}

export interface AddedRelationship {
  id: string;
  from: RelationshipEnd;
  to: RelationshipEnd;
}

/** Rows of `relationships`. */
export function createRelationshipsRepository(db: MetadataDatabase) {
  return {
    /** Oldest first. */
    async list(connectionId: string): Promise<AddedRelationship[]> {
      const rows = await db
        .selectFrom('relationships')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toRelationship);
    },

    /** Rejects with a unique violation when the connection has one with the same `ends`. */
    async add(
      connectionId: string,
      userId: string,
      { from, to, ends }: { from: RelationshipEnd; to: RelationshipEnd; ends: string },
    ): Promise<AddedRelationship> {
      const id = randomUUID();
      await db
        .insertInto('relationships')
        .values({
          id,
          connection_id: connectionId,
          from_schema: from.schema,
          from_table: from.table,
          from_columns: JSON.stringify(from.columns),
          to_schema: to.schema,
          to_table: to.table,
          to_columns: JSON.stringify(to.columns),
          ends,
          created_by: userId,
          created_at: new Date().toISOString(),
        })
        .execute();
      return { id, from, to };
    },

    /** False when the connection has none with the id. */
    async remove(connectionId: string, id: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('relationships')
        .where('connection_id', '=', connectionId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

export type RelationshipsRepository = ReturnType<typeof createRelationshipsRepository>;

function toRelationship(row: Selectable<Schema['relationships']>): AddedRelationship {
  return {
    id: row.id,
    from: {
      schema: row.from_schema,
      table: row.from_table,
      columns: JSON.parse(row.from_columns) as string[],
    },
    to: { schema: row.to_schema, table: row.to_table, columns: JSON.parse(row.to_columns) as string[] },
  };
}
