import { randomUUID } from 'node:crypto';
import { pinyinInitials } from '@sextant/ask/pinyin-initials';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type FileRow = Selectable<Schema['files']>;
export type GrantRow = Selectable<Schema['file_grants']>;
export type NewFile = Pick<
  Insertable<Schema['files']>,
  'kind' | 'owner_id' | 'parent_id' | 'ancestors' | 'name' | 'size' | 'sha256' | 'media_type' | 'created_by'
>;

export interface Listing {
  sort: 'name' | 'size' | 'updated_at' | 'created_at' | 'media_type';
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** Rows of `files` as they are read and written one by one; what must happen together is in `file-tree.ts`. */
export function createFilesRepository(db: MetadataDatabase | Kysely<Schema>) {
  const living = () => db.selectFrom('files').where('trashed_at', 'is', null);

  const inPlace = (ownerId: string, parentId: string | null) => {
    const query = living().where('owner_id', '=', ownerId);
    return parentId === null ? query.where('parent_id', 'is', null) : query.where('parent_id', '=', parentId);
  };

  return {
    find: (id: string): Promise<FileRow | undefined> =>
      db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst(),

    findByNumber: (number: number): Promise<FileRow | undefined> =>
      db.selectFrom('files').selectAll().where('number', '=', number).executeTakeFirst(),

    async findAll(ids: readonly string[]): Promise<FileRow[]> {
      if (ids.length === 0) return [];
      return db.selectFrom('files').selectAll().where('id', 'in', ids).execute();
    },

    byName: (ownerId: string, parentId: string | null, name: string): Promise<FileRow | undefined> =>
      inPlace(ownerId, parentId).selectAll().where('name', '=', name).executeTakeFirst(),

    async list(ownerId: string, parentId: string | null, listing: Listing) {
      const query = inPlace(ownerId, parentId);
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await sorted(query.selectAll(), listing).execute();
      return { rows, total };
    },

    /** Everything below a folder, in no order; with what was put into the trash by itself only when asked for. */
    below: (folder: FileRow, { trashed = false } = {}): Promise<FileRow[]> => {
      const query = db
        .selectFrom('files')
        .selectAll()
        .where('owner_id', '=', folder.owner_id)
        .where('ancestors', 'like', prefixOf(folder));
      return (trashed ? query : query.where('trashed_at', 'is', null)).execute();
    },

    /** What was granted by itself to a person, newest first. */
    async sharedWith(userId: string, role: string, listing: Listing) {
      const granted = db
        .selectFrom('file_grants')
        .select('file_id')
        .where((where) =>
          where.or([
            where('subject', '=', 'everyone'),
            where.and([where('subject', '=', 'user'), where('subject_id', '=', userId)]),
            where.and([where('subject', '=', 'role'), where('subject_id', '=', role)]),
          ]),
        );
      const query = living().where('owner_id', '!=', userId).where('id', 'in', granted);
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows: await sorted(query.selectAll(), listing).execute(), total };
    },

    /** In the own tree and below what is shared, by part of the name or of its pinyin initials. */
    async search(
      userId: string,
      sharedFolders: readonly FileRow[],
      q: string,
      page: { limit: number; offset: number },
    ) {
      const query = living()
        .where((where) =>
          where.or([
            where('owner_id', '=', userId),
            ...sharedFolders.flatMap((row) => [
              where('id', '=', row.id),
              where('ancestors', 'like', prefixOf(row)),
            ]),
          ]),
        )
        .where(holdsText(['search_text'], q));
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await query
        .selectAll()
        .orderBy('kind', 'desc')
        .orderBy('name')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return { rows, total };
    },

    /** What was put into the trash, without what went there inside of a folder. */
    async trash(ownerId: string, page: { limit: number; offset: number }) {
      const query = db.selectFrom('files').where('owner_id', '=', ownerId).whereRef('trash_id', '=', 'id');
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await query
        .selectAll()
        .orderBy('trashed_at', 'desc')
        .orderBy('number', 'desc')
        .limit(page.limit)
        .offset(page.offset)
        .execute();
      return { rows, total };
    },

    /** Ids of what went to the trash before a time. */
    async trashedBefore(time: string, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('files')
        .select('id')
        .whereRef('trash_id', '=', 'id')
        .where('trashed_at', '<', time)
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async grantsOn(ids: readonly string[]): Promise<GrantRow[]> {
      if (ids.length === 0) return [];
      return db.selectFrom('file_grants').selectAll().where('file_id', 'in', ids).execute();
    },

    async insert(file: NewFile): Promise<FileRow> {
      const now = new Date().toISOString();
      return db
        .insertInto('files')
        .values({
          ...file,
          id: randomUUID(),
          search_text: searchText(file.name),
          created_at: now,
          updated_at: now,
          trashed_at: null,
          trash_id: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    async place(
      id: string,
      to: Pick<FileRow, 'name' | 'owner_id' | 'parent_id' | 'ancestors'>,
    ): Promise<FileRow> {
      const updated_at = new Date().toISOString();
      return db
        .updateTable('files')
        .set({ ...to, search_text: searchText(to.name), updated_at, trashed_at: null, trash_id: null })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    /** The names that a place holds. */
    async namesIn(ownerId: string, parentId: string | null): Promise<Set<string>> {
      const rows = await inPlace(ownerId, parentId).select('name').execute();
      return new Set(rows.map(({ name }) => name));
    },

    /** Puts into the trash, with all below that is not there by itself. */
    async setTrashed(row: FileRow): Promise<void> {
      await db
        .updateTable('files')
        .set({ trashed_at: new Date().toISOString(), trash_id: row.id })
        .where('trashed_at', 'is', null)
        .where('owner_id', '=', row.owner_id)
        .where((where) => where.or([where('id', '=', row.id), where('ancestors', 'like', prefixOf(row))]))
        .execute();
    },

    setRestored: (trashId: string): Promise<unknown> =>
      db
        .updateTable('files')
        .set({ trashed_at: null, trash_id: null })
        .where('trash_id', '=', trashId)
        .where('id', '!=', trashId)
        .execute(),

    /** Hangs what is below a folder under other ancestors, in another tree if need be. */
    async replant(folder: FileRow, ancestors: string, ownerId: string): Promise<void> {
      const start = folder.ancestors.length + 1;
      await db
        .updateTable('files')
        .set((row) => ({
          owner_id: ownerId,
          ancestors: row(row.val(ancestors), '||', row.fn<string>('substr', ['ancestors', row.lit(start)])),
        }))
        .where('owner_id', '=', folder.owner_id)
        .where('ancestors', 'like', prefixOf(folder))
        .execute();
    },

    /** Deletes a row with all below it. */
    async remove(row: FileRow): Promise<void> {
      await db
        .deleteFrom('files')
        .where('owner_id', '=', row.owner_id)
        .where((where) => where.or([where('id', '=', row.id), where('ancestors', 'like', prefixOf(row))]))
        .execute();
    },
  };
}

export type FilesRepository = ReturnType<typeof createFilesRepository>;

/** The folders above, highest first. */
export function ancestorIds(row: Pick<FileRow, 'ancestors'>): string[] {
  return row.ancestors.split('/').filter(Boolean);
}

/** Matches the ancestors of everything below; ids hold no wildcards. */
function prefixOf(folder: FileRow): string {
  return `${folder.ancestors}${folder.id}/%`;
}

function searchText(name: string): string {
  return [name.toLowerCase(), ...pinyinInitials(name)].join('\n');
}

interface Sortable<Q> {
  orderBy(column: 'kind' | 'number' | Listing['sort'], direction?: 'asc' | 'desc'): Q;
  limit(limit: number): Q;
  offset(offset: number): Q;
}

/** Folders first, then as asked; the number settles what is equal. */
function sorted<Q extends Sortable<Q>>(query: Q, { sort, order, limit, offset }: Listing): Q {
  return query.orderBy('kind', 'desc').orderBy(sort, order).orderBy('number').limit(limit).offset(offset);
}
