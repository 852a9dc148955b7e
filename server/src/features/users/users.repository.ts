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
  Pick<Schema['users'], 'email' | 'display_name' | 'role' | 'is_active' | 'password_hash' | 'last_login_at'>
>;

export interface UserFilter {
  /** In the username, the e-mail address or the display name. */
  q?: string;
  username?: string;
  email?: string;
  role?: Role;
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
      if (filter.q) query = query.where(holdsText(['username', 'email', 'display_name'], filter.q));
      if (filter.username) query = query.where(holdsText(['username'], filter.username));
      if (filter.email) query = query.where(holdsText(['email'], filter.email));
      const rows = await query
        .selectAll()
        .orderBy('number')
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
