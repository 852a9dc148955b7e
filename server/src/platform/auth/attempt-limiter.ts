import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.ts';

const windowMs = 15 * 60_000;
const maxFromOneAddress = 10;
const maxFromAnywhere = 100;

/**
 * Stops guessing: within 15 minutes an account may fail ten times from one address and a hundred times in all,
 * so that neither one stranger nor many can go on, and one stranger cannot lock the owner out.
 */
export function createAttemptLimiter() {
  const failures = new LRUCache<string, number>({ max: 20_000, ttl: windowMs });
  const keysOf = (account: string, address: string) => [
    { key: `${account}|${address}`, max: maxFromOneAddress },
    { key: account, max: maxFromAnywhere },
  ];
  return {
    /** Throws 429 when the account has to wait. */
    check(account: string, address: string): void {
      const full = keysOf(account, address).find(({ key, max }) => (failures.get(key) ?? 0) >= max);
      if (!full) return;
      const seconds = Math.ceil(failures.getRemainingTTL(full.key) / 1000);
      const minutes = Math.ceil(seconds / 60);
      const text = {
        zh: `登录失败次数过多，请 ${minutes} 分钟后再试`,
        en: `Too many failed sign-ins; try again in ${minutes} minutes`,
      };
      throw new AppError('RATE_LIMITED', text, { details: { retry_after: seconds } });
    },
    fail(account: string, address: string): void {
      for (const { key } of keysOf(account, address)) {
        failures.set(key, (failures.get(key) ?? 0) + 1, { noUpdateTTL: true });
      }
    },
    succeed(account: string, address: string): void {
      for (const { key } of keysOf(account, address)) failures.delete(key);
    },
  };
}
