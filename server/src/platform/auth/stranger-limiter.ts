import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { AppError } from '../errors/app-error.ts';

const windowMs = 60_000;
const siteOfIpv6 = 4;

/**
 * Stops floods of calls that name nobody: each costs the check of a token. An address that sent `perMinute` of them
 * has to wait, whatever it sends next; those who are signed in and come from elsewhere do not notice.
 */
export function createStrangerLimiter(perMinute: number) {
  const calls = new LRUCache<string, number>({ max: 50_000, ttl: windowMs });
  return {
    /** Throws 429 when the address has to wait. */
    check(address: string): void {
      const key = originOf(address);
      if ((calls.get(key) ?? 0) < perMinute) return;
      const seconds = Math.ceil(calls.getRemainingTTL(key) / 1000);
      const text = {
        zh: `来自此地址的未登录请求过多，请 ${seconds} 秒后再试`,
        en: `Too many calls without a valid sign-in from this address; try again in ${seconds} seconds`,
      };
      throw new AppError('RATE_LIMITED', text, { details: { retry_after: seconds } });
    },
    count(address: string): void {
      const key = originOf(address);
      calls.set(key, (calls.get(key) ?? 0) + 1, { noUpdateTTL: true });
    },
  };
}

export type StrangerLimiter = ReturnType<typeof createStrangerLimiter>;

/** Who has one IPv6 address has its whole site, so the site is what counts. */
function originOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, siteOfIpv6).join(':') : parsed.toString();
}
