import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.ts';

const maxFailures = 10;
const windowMs = 15 * 60_000;

/** Stops guessing: after ten failures within 15 minutes a key (account and address) has to wait. */
export function createAttemptLimiter() {
  const failures = new LRUCache<string, number>({ max: 10_000, ttl: windowMs });
  return {
    check(key: string): void {
      if ((failures.get(key) ?? 0) < maxFailures) return;
      const minutes = Math.ceil(failures.getRemainingTTL(key) / 60_000);
      throw new AppError('RATE_LIMITED', {
        zh: `登录失败次数过多，请 ${minutes} 分钟后再试`,
        en: `Too many failed sign-ins; try again in ${minutes} minutes`,
      });
    },
    fail(key: string): void {
      failures.set(key, (failures.get(key) ?? 0) + 1, { noUpdateTTL: true });
    },
    succeed(key: string): void {
      failures.delete(key);
    },
  };
}
