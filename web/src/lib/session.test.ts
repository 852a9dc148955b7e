import { beforeEach, expect, test, vi } from 'vitest';

const refused: string[] = [];
let issued: number;
let calls: string[];
let answer: (refreshToken: string) => Response;

/** A server that rotates refresh tokens and, as the real one does, refuses a token that was used before. */
function rotate(refreshToken: string): Response {
  if (refused.includes(refreshToken))
    return envelope(401, { success: false, error: { code: 'UNAUTHORIZED', message: 'used', details: {} } });
  refused.push(refreshToken);
  issued += 1;
  const data = {
    access_token: `access-${issued}`,
    refresh_token: `refresh-${issued}`,
    token_type: 'bearer',
    expires_in: 900,
  };
  return envelope(200, { success: true, data, message: '' });
}

function envelope(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

/** Every import is one tab: its own memory, the same storage and locks. */
async function openTab() {
  vi.resetModules();
  return import('./session.ts');
}

beforeEach(() => {
  refused.length = 0;
  issued = 0;
  calls = [];
  answer = rotate;
  const stored = new Map<string, string>([['sextant.refresh_token', 'refresh-0']]);
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal('window', { addEventListener: () => undefined, removeEventListener: () => undefined });
  let queue: Promise<unknown> = Promise.resolve();
  const request = (_name: string, run: () => Promise<void>) => {
    const turn = queue.then(run);
    queue = turn.catch(() => undefined);
    return turn;
  };
  vi.stubGlobal('navigator', { locks: { request } });
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    const { refresh_token } = JSON.parse(body) as { refresh_token: string };
    calls.push(refresh_token);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return answer(refresh_token);
  });
});

test('many calls at once renew the session once', async () => {
  const tab = await openTab();
  const tokens = await Promise.all([tab.accessToken(), tab.accessToken(), tab.accessToken()]);
  expect(tokens).toEqual(['access-1', 'access-1', 'access-1']);
  expect(calls).toEqual(['refresh-0']);
});

test('two tabs never use the same refresh token, with locks and, over plain HTTP, without', async () => {
  const both = async () => {
    const [one, other] = [await openTab(), await openTab()];
    return Promise.all([one.accessToken(), other.accessToken()]);
  };
  expect((await both()).toSorted()).toEqual(['access-1', 'access-2']);
  vi.stubGlobal('navigator', {});
  expect((await both()).toSorted()).toEqual(['access-3', 'access-4']);
  expect(new Set(calls).size).toBe(calls.length);
});

test('a refused refresh token signs out, a server that fails does not', async () => {
  const tab = await openTab();
  const reasons: string[] = [];
  tab.onSignOut((reason) => reasons.push(reason));
  answer = () => envelope(503, {});
  await expect(tab.accessToken()).rejects.toMatchObject({ status: 503 });
  expect(tab.hasSession()).toBe(true);
  refused.push('refresh-0');
  answer = rotate;
  await expect(tab.accessToken()).rejects.toMatchObject({ status: 401, code: 'UNAUTHORIZED' });
  expect(tab.hasSession()).toBe(false);
  expect(reasons).toEqual(['expired']);
});
