import { apiPrefix } from '@sextant/contract/endpoint';
import { authEndpoints, type Tokens } from '@sextant/contract/users';
import { ApiError, errorOfFailedFetch, errorOfResponse } from './api-error.ts';

/*
 * The documented API signs in with bearer tokens, not cookies, so the page itself must hold them. The access token
 * lives in memory only; the refresh token must survive a reload and be shared by tabs, hence localStorage. What
 * guards it is that no foreign script can run here: the Content-Security-Policy allows only our own files.
 */
const refreshTokenKey = 'sextant.refresh_token';
const leaseKey = 'sextant.refresh_lease';
const leaseMilliseconds = 10_000;
const expiryMarginMilliseconds = 10_000;

export type SignOutReason = 'asked' | 'expired';

let access: { token: string; expiresAt: number } | null = null;
let refreshing: Promise<void> | null = null;
const signOutListeners = new Set<(reason: SignOutReason) => void>();

export function hasSession(): boolean {
  return access !== null || localStorage.getItem(refreshTokenKey) !== null;
}

/** Keeps fresh tokens for this tab and hands the refresh token to the others. */
export function keepTokens(tokens: Tokens): void {
  access = { token: tokens.access_token, expiresAt: Date.now() + tokens.expires_in * 1000 };
  localStorage.setItem(refreshTokenKey, tokens.refresh_token);
}

/** Forgets the session in every tab and tells the listeners why. */
export function dropTokens(reason: SignOutReason): void {
  access = null;
  localStorage.removeItem(refreshTokenKey);
  for (const listener of signOutListeners) listener(reason);
}

/** Calls back when the session ends here or, with the reason `asked`, in another tab. */
export function onSignOut(listener: (reason: SignOutReason) => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== refreshTokenKey || event.newValue !== null) return;
    access = null;
    listener('asked');
  };
  signOutListeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    signOutListeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

/** A usable access token, renewed when it has run out; null when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  if (!hasSession()) return null;
  if (access === null || access.expiresAt - expiryMarginMilliseconds < Date.now()) await refreshTokens();
  return access?.token ?? null;
}

/** Renews after the server refused `refused`; does nothing when it has been replaced meanwhile. */
export async function renewAfterRefusal(refused: string): Promise<void> {
  if (access !== null && access.token !== refused) return;
  await refreshTokens();
}

function refreshTokens(): Promise<void> {
  refreshing ??= withRefreshLock(exchangeRefreshToken).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** Must run under the lock: a refresh token that is used twice revokes the whole sign-in. */
async function exchangeRefreshToken(): Promise<void> {
  const refreshToken = localStorage.getItem(refreshTokenKey);
  if (refreshToken === null) {
    access = null;
    return;
  }
  const response = await fetch(apiPrefix + authEndpoints.refresh.path, {
    method: authEndpoints.refresh.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refresh_token: refreshToken }),
  }).catch((cause: unknown) => {
    throw errorOfFailedFetch(cause);
  });
  if (response.ok) {
    const envelope = (await response.json()) as { data: Tokens };
    keepTokens(envelope.data);
    return;
  }
  const error = await errorOfResponse(response);
  if ([400, 401, 403, 422].includes(response.status)) dropTokens('expired');
  throw error;
}

/** One refresh at a time over all tabs. Web Locks exist only on HTTPS and localhost, so plain HTTP uses a lease. */
async function withRefreshLock(run: () => Promise<void>): Promise<void> {
  if (navigator.locks !== undefined) return navigator.locks.request('sextant-refresh', run);
  const owner = `${Date.now()}-${Math.random()}`;
  await takeLease(owner);
  try {
    await run();
  } finally {
    if (leaseOwner() === owner) localStorage.removeItem(leaseKey);
  }
}

async function takeLease(owner: string): Promise<void> {
  const giveUpAt = Date.now() + 2 * leaseMilliseconds;
  while (Date.now() < giveUpAt) {
    if (leaseOwner() === null) {
      localStorage.setItem(leaseKey, JSON.stringify({ owner, until: Date.now() + leaseMilliseconds }));
      await pause(60);
      if (leaseOwner() === owner) return;
    }
    await pause(80 + Math.random() * 80);
  }
  throw new ApiError('Another tab keeps renewing the session', { status: 0, code: 'NETWORK' });
}

function leaseOwner(): string | null {
  const stored = localStorage.getItem(leaseKey);
  if (stored === null) return null;
  const lease = JSON.parse(stored) as { owner: string; until: number };
  return lease.until > Date.now() ? lease.owner : null;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
