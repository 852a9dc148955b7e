import { randomUUID } from 'node:crypto';
import type { MemberRole, RoomKind } from '@sextant/contract/rooms';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';

export type RoomRow = Selectable<Schema['rooms']>;
export type MemberRow = Selectable<Schema['room_members']>;

export interface NewRoom {
  kind: RoomKind;
  name: string;
  description: string;
  connectionId: string | null;
  membersMayInvite: boolean;
  createdBy: string;
  /** The two people of a private room. */
  pair: string | null;
}

export type RoomChanges = Partial<
  Pick<RoomRow, 'name' | 'description' | 'connection_id' | 'members_may_invite'>
>;

const openKinds = ['public', 'channel'];
const mostListed = 500;

/** Rows of `rooms` and `room_members`. */
export function createRoomsRepository(db: MetadataDatabase) {
  const member = (roomId: string, userId: string) =>
    db.selectFrom('room_members').where('room_id', '=', roomId).where('user_id', '=', userId);

  return {
    /** Adds a room; undefined when its pair has one already. */
    async create(room: NewRoom): Promise<RoomRow | undefined> {
      const now = new Date().toISOString();
      return db
        .insertInto('rooms')
        .values({
          id: randomUUID(),
          kind: room.kind,
          name: room.name,
          description: room.description,
          pair: room.pair,
          connection_id: room.connectionId,
          members_may_invite: room.membersMayInvite ? 1 : 0,
          created_by: room.createdBy,
          last_seq: 0,
          last_message_at: now,
          created_at: now,
        })
        .onConflict((conflict) => conflict.column('pair').doNothing())
        .returningAll()
        .executeTakeFirst();
    },

    find: (id: string): Promise<RoomRow | undefined> =>
      db.selectFrom('rooms').selectAll().where('id', '=', id).executeTakeFirst(),

    findByNumber: (number: number): Promise<RoomRow | undefined> =>
      db.selectFrom('rooms').selectAll().where('number', '=', number).executeTakeFirst(),

    findByPair: (pair: string): Promise<RoomRow | undefined> =>
      db.selectFrom('rooms').selectAll().where('pair', '=', pair).executeTakeFirst(),

    update: (id: string, changes: RoomChanges): Promise<RoomRow | undefined> =>
      db.updateTable('rooms').set(changes).where('id', '=', id).returningAll().executeTakeFirst(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('rooms').where('id', '=', id).execute();
    },

    listOf: (userId: string): Promise<RoomRow[]> =>
      db
        .selectFrom('rooms')
        .innerJoin('room_members', 'room_members.room_id', 'rooms.id')
        .where('room_members.user_id', '=', userId)
        .selectAll('rooms')
        .orderBy('rooms.last_message_at', 'desc')
        .orderBy('rooms.number', 'desc')
        .execute(),

    /** Public rooms and channels of which the user is no member. */
    async listOpen(userId: string, q: string | undefined): Promise<RoomRow[]> {
      let query = db
        .selectFrom('rooms')
        .selectAll()
        .where('kind', 'in', openKinds)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('room_members')
                .select('room_members.user_id')
                .whereRef('room_members.room_id', '=', 'rooms.id')
                .where('room_members.user_id', '=', userId),
            ),
          ),
        );
      if (q) query = query.where(holdsText(['name', 'description'], q));
      return query.orderBy('last_message_at', 'desc').limit(mostListed).execute();
    },

    heads: (roomIds: readonly string[]): Promise<{ id: string; last_seq: number }[]> =>
      db.selectFrom('rooms').select(['id', 'last_seq']).where('id', 'in', roomIds).execute(),

    headsOf: (userId: string): Promise<{ id: string; last_seq: number }[]> =>
      db
        .selectFrom('rooms')
        .innerJoin('room_members', 'room_members.room_id', 'rooms.id')
        .where('room_members.user_id', '=', userId)
        .select(['rooms.id', 'rooms.last_seq'])
        .execute(),

    /** Adds those who are no members yet; what was said before counts as read. */
    async addMembers(roomId: string, userIds: readonly string[], role: MemberRole): Promise<string[]> {
      if (userIds.length === 0) return [];
      const { last_seq } = await db
        .selectFrom('rooms')
        .select('last_seq')
        .where('id', '=', roomId)
        .executeTakeFirstOrThrow();
      const joined = {
        room_id: roomId,
        role,
        is_muted: 0,
        is_silent: 0,
        last_read_seq: last_seq,
        joined_at: new Date().toISOString(),
      };
      const added = await db
        .insertInto('room_members')
        // In one order, or two that add the same people at once wait for each other for ever.
        .values(userIds.toSorted().map((userId) => ({ ...joined, user_id: userId })))
        .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doNothing())
        .returning('user_id')
        .execute();
      return added.map(({ user_id }) => user_id);
    },

    member: (roomId: string, userId: string): Promise<MemberRow | undefined> =>
      member(roomId, userId).selectAll().executeTakeFirst(),

    members: (roomId: string): Promise<MemberRow[]> =>
      db
        .selectFrom('room_members')
        .selectAll()
        .where('room_id', '=', roomId)
        .orderBy('joined_at')
        .orderBy('user_id')
        .execute(),

    async memberIds(roomId: string): Promise<string[]> {
      const rows = await db
        .selectFrom('room_members')
        .select('user_id')
        .where('room_id', '=', roomId)
        .execute();
      return rows.map(({ user_id }) => user_id);
    },

    membershipsOf: (userId: string, roomIds: readonly string[]): Promise<MemberRow[]> =>
      db
        .selectFrom('room_members')
        .selectAll()
        .where('user_id', '=', userId)
        .where('room_id', 'in', roomIds)
        .execute(),

    async countMembers(roomIds: readonly string[]): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('room_members')
        .select(['room_id', ({ fn }) => fn.countAll<number>().as('total')])
        .where('room_id', 'in', roomIds)
        .groupBy('room_id')
        .execute();
      return new Map(rows.map(({ room_id, total }) => [room_id, Number(total)]));
    },

    async changeMember(
      roomId: string,
      userId: string,
      changes: Partial<Pick<MemberRow, 'role' | 'is_muted' | 'is_silent'>>,
    ): Promise<void> {
      await db
        .updateTable('room_members')
        .set(changes)
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .execute();
    },

    /** Moves the read mark forward; false when it was there or further already. */
    async moveReadMark(roomId: string, userId: string, seq: number): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('room_members')
        .set({ last_read_seq: seq })
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .where('last_read_seq', '<', seq)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** False when the user was no member. */
    async removeMember(roomId: string, userId: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('room_members')
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

export type RoomsRepository = ReturnType<typeof createRoomsRepository>;
