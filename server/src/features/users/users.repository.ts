import { randomUUID } from 'node:crypto';
import type { Role } from '@sextant/contract/permissions';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type UserRow = Selectable<Schema['users']>;

export interface NewUser {
  username: string;
  email: string | null;
  displayName: string;
  role: Role;
  passwordHash: string;
}

export type UserChanges = Partial<
  Pick<
    Schema['users'],
    'username' | 'email' | 'display_name' | 'role' | 'is_active' | 'password_hash' | 'last_login_at'
  >
>;

export interface UserFilter {
  /** In the username, the e-mail address or the display name. */
  q?: string;
  username?: string;
  email?: string;
  role?: Role;
  isActive?: boolean;
  sort?: 'number' | 'username' | 'role' | 'created_at' | 'last_login_at';
  order?: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** Rows of `users`. Names and e-mail addresses are compared without regard to case. */
export function createUsersRepository(db: MetadataDatabase) {
  return {
    async create(user: NewUser): Promise<UserRow> {
      const now = new Date().toISOString();
      return db
        .insertInto('users')
        .values({
          id: randomUUID(),
          username: user.username,
          email: user.email,
          display_name: user.displayName,
          avatar_url: null,
          role: user.role,
          password_hash: user.passwordHash,
          is_active: 1,
          created_at: now,
          updated_at: now,
          last_login_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    async usernames(ids: readonly string[]): Promise<Map<string, string>> {
      if (ids.length === 0) return new Map();
      const rows = await db.selectFrom('users').select(['id', 'username']).where('id', 'in', ids).execute();
      return new Map(rows.map(({ id, username }) => [id, username]));
    },

    findMany: (ids: readonly string[]): Promise<UserRow[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : db.selectFrom('users').selectAll().where('id', 'in', ids).execute(),

    findById: (id: string): Promise<UserRow | undefined> =>
      db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst(),

    findByNumber: (number: number): Promise<UserRow | undefined> =>
      db.selectFrom('users').selectAll().where('number', '=', number).executeTakeFirst(),

    /** The user whose username or e-mail address this is; a username wins. */
    async findByLogin(login: string): Promise<UserRow | undefined> {
      const key = login.toLowerCase();
      const rows = await db
        .selectFrom('users')
        .selectAll()
        .where((where) =>
          where.or([
            where(sql<string>`lower(username)`, '=', key),
            where(sql<string>`lower(email)`, '=', key),
          ]),
        )
        .execute();
      return rows.find((row) => row.username.toLowerCase() === key) ?? rows[0];
    },

    async list(filter: UserFilter) {
      let query = db.selectFrom('users');
      if (filter.role) query = query.where('role', '=', filter.role);
      if (filter.isActive !== undefined) query = query.where('is_active', '=', filter.isActive ? 1 : 0);
      if (filter.q) query = query.where(holdsText(['username', 'email', 'display_name'], filter.q));
      if (filter.username) query = query.where(holdsText(['username'], filter.username));
      if (filter.email) query = query.where(holdsText(['email'], filter.email));
      const { sort = 'number', order = 'asc' } = filter;
      const rows = await query
        .selectAll()
        .orderBy(sort, order)
        .orderBy('number', order)
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query.select(db.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    async update(id: string, changes: UserChanges): Promise<UserRow | undefined> {
      return db
        .updateTable('users')
        .set({ ...changes, updated_at: new Date().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
    },

    async remove(id: string): Promise<void> {
      await db.deleteFrom('users').where('id', '=', id).execute();
    },

    /** How many there are of each role, active and not. */
    async counts(): Promise<{ role: string; isActive: boolean; count: number }[]> {
      const rows = await db
        .selectFrom('users')
        .select(['role', 'is_active'])
        .select(db.fn.countAll<number>().as('count'))
        .groupBy(['role', 'is_active'])
        .execute();
      return rows.map(({ role, is_active, count }) => ({
        role,
        isActive: is_active === 1,
        count: Number(count),
      }));
    },

    async countActiveAdmins(): Promise<number> {
      const { total } = await db
        .selectFrom('users')
        .select(db.fn.countAll<number>().as('total'))
        .where('role', '=', 'admin')
        .where('is_active', '=', 1)
        .executeTakeFirstOrThrow();
      return Number(total);
    },

    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined;
    },
  };
}

export type UsersRepository = ReturnType<typeof createUsersRepository>;
