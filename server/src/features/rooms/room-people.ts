import type { Person } from '@sextant/contract/room-messages';
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../platform/events/event-bus.ts';
import type { UsersService } from '../users/users.service.ts';

const keptMs = 30_000;
const idsAtOnce = 500;

/** Who people are, as others in rooms see them; kept for seconds, for busy rooms ask for the same ones all the time. */
export function createRoomPeople(deps: { users: Pick<UsersService, 'findMany' | 'list'>; events: EventBus }) {
  const { users, events } = deps;
  const known = new LRUCache<string, Person>({ max: 10_000, ttl: keptMs });
  events.subscribe('user.changed', ({ userId }) => known.delete(userId));

  return {
    /** The people with these ids; those who are gone are missing. */
    async get(ids: Iterable<string | null>): Promise<Map<string, Person>> {
      const people = new Map<string, Person>();
      const missing: string[] = [];
      for (const id of new Set(ids)) {
        if (id === null) continue;
        const person = known.get(id);
        if (person) people.set(id, person);
        else missing.push(id);
      }
      for (let at = 0; at < missing.length; at += idsAtOnce) {
        for (const row of await users.findMany(missing.slice(at, at + idsAtOnce))) {
          const person = toPerson(row);
          known.set(row.id, person);
          people.set(row.id, person);
        }
      }
      return people;
    },

    /** Those of the ids who may be invited: they exist and are not locked. */
    async active(ids: readonly string[]): Promise<string[]> {
      const rows = await users.findMany([...new Set(ids)]);
      return rows.filter(({ is_active }) => is_active === 1).map(({ id }) => id);
    },

    async search(q: string | undefined, limit: number): Promise<Person[]> {
      const { rows } = await users.list({ q, limit, offset: 0 });
      return rows.filter(({ is_active }) => is_active === 1).map(toPerson);
    },
  };
}

export type RoomPeople = ReturnType<typeof createRoomPeople>;

function toPerson(row: Awaited<ReturnType<UsersService['get']>>): Person {
  const { id, number, username, display_name, avatar_url } = row;
  return { id, number, username, display_name, avatar_url };
}
