import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPool } from './pool.ts';
import type { Session } from './session.ts';

interface WatchedSession extends Session {
  number: number;
  alive: boolean;
  ended: boolean;
}

function watchedPool(max: number, idleMs: number) {
  const made: WatchedSession[] = [];
  const pool = createPool(
    async () => {
      const session: WatchedSession = {
        number: made.length + 1,
        alive: true,
        ended: false,
        start: () => Promise.reject(new Error('This test starts no statement')),
        reset: async () => {},
        isAlive: async () => session.alive,
        stop: async () => {
          session.ended = true;
        },
        end: async () => {
          session.ended = true;
        },
      };
      made.push(session);
      return session;
    },
    { max, idleMs },
  );
  return { pool, made };
}

test('a session is used again, and closed once it was idle for the limit', async () => {
  const { pool, made } = watchedPool(5, 40);
  pool.release(await pool.acquire());
  pool.release(await pool.acquire());
  expect(made).toHaveLength(1);
  await sleep(80);
  expect(made[0]?.ended).toBe(true);
  await pool.acquire();
  expect(made).toHaveLength(2);
});

test('no more sessions than the cap, however many ask at the same moment', async () => {
  const { pool, made } = watchedPool(2, 1000);
  let most = 0;
  let held = 0;
  const use = async () => {
    const session = await pool.acquire();
    held += 1;
    most = Math.max(most, held);
    await sleep(2);
    held -= 1;
    pool.release(session);
  };
  await Promise.all(Array.from({ length: 30 }, use));
  expect(most).toBe(2);
  expect(made).toHaveLength(2);
  await pool.close();
});

test('an idle session that died is replaced before use', async () => {
  const { pool, made } = watchedPool(1, 1000);
  pool.release(await pool.acquire());
  if (made[0]) made[0].alive = false;
  const session = await pool.acquire();
  expect(session).toBe(made[1]);
  expect(made[0]?.ended).toBe(true);
});

test('a failed connect does not use up a place', async () => {
  let fails = 3;
  const { pool: good } = watchedPool(1, 1000);
  const pool = createPool(
    async () => {
      fails -= 1;
      if (fails >= 0) throw new Error('down');
      return good.acquire();
    },
    { max: 1, idleMs: 1000 },
  );
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => pool.acquire()));
  expect(outcomes.map((outcome) => outcome.status)).toEqual([
    'rejected',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
});

test('closing stops busy sessions, ends idle ones and refuses those in line', async () => {
  const { pool, made } = watchedPool(1, 1000);
  await pool.acquire();
  const waiting = pool.acquire();
  await pool.close();
  await expect(waiting).rejects.toMatchObject({ code: 'lost' });
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'lost' });
  expect(made[0]?.ended).toBe(true);
});
