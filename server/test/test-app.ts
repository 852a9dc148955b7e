import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@sextant/contract/permissions';
import type { InjectOptions } from 'fastify';
import { type App, buildApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import { prepareDataFolder } from '../src/platform/db/data-folder.ts';
import type { MetadataKind } from '../src/platform/db/open-database.ts';
import { createDatabase } from './metadata-stores.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server sent
  body: any;
  headers: Record<string, unknown>;
  text: string;
}

/** Calls the API as one user. `path` is below `/api/v1` unless it starts with `//`. */
export interface ApiClient {
  token: string;
  refreshToken: string;
  userId: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
}

export const adminPassword = 'correct horse 1';
export const userPassword = 'battery staple 2';

/** A running product on its own data folder and, for PostgreSQL, its own database; `close` removes both. */
export async function startTestApp(options: { metadata?: MetadataKind; config?: Partial<Config> } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'sextant-test-'));
  const metadata = options.metadata ?? 'sqlite';
  const database = metadata === 'postgresql' ? await createDatabase() : null;
  const config: Config = {
    ...readConfig({}),
    dataDir,
    databaseUrl: database?.url ?? null,
    adminPassword,
    logLevel: 'silent',
    rateLimit: false,
    sampleData: false,
    timezone: 'Asia/Shanghai',
    port: 0,
    ...options.config,
  };
  prepareDataFolder(config.dataDir);
  const app = await buildApp(config);
  await app.http.ready();
  const admin = await signIn(app, 'admin', adminPassword);
  let registered = 0;

  return {
    app,
    config,
    admin,
    anonymous: createClient(app, '', '', ''),
    signIn: (login: string, password: string) => signIn(app, login, password),
    /** A new user, signed in. */
    async newUser(role: Role = 'user'): Promise<ApiClient> {
      registered += 1;
      const username = `${role}${registered}_${randomBytes(3).toString('hex')}`;
      await admin.post('/users', { username, password: userPassword, role });
      return signIn(app, username, userPassword);
    },
    /** Starts listening on a free port of loopback; returns the base URL. */
    listen: () => app.http.listen({ host: '127.0.0.1', port: 0 }),
    async close(): Promise<void> {
      await app.stop();
      await database?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestApp = Awaited<ReturnType<typeof startTestApp>>;

async function signIn(app: App, login: string, password: string): Promise<ApiClient> {
  const answer = await createClient(app, '', '', '').post('/auth/login', { email: login, password });
  if (answer.status !== 200) throw new Error(`sign-in of ${login} failed: ${answer.text}`);
  const { access_token, refresh_token } = answer.body.data;
  const me = await createClient(app, access_token, '', '').get('/auth/me');
  return createClient(app, access_token, refresh_token, me.body.data.id);
}

function createClient(app: App, token: string, refreshToken: string, userId: string): ApiClient {
  async function call(
    method: NonNullable<InjectOptions['method']>,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await app.http.inject({
      method,
      url: path.startsWith('//') ? path.slice(1) : `/api/v1${path}`,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as InjectOptions['payload'] }),
    });
    return {
      status: response.statusCode,
      body: parseBody(String(response.headers['content-type'] ?? ''), response.body),
      headers: response.headers,
      text: response.body,
    };
  }
  return {
    token,
    refreshToken,
    userId,
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, headers),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
  };
}

/** JSON as it is, lines of JSON as a list, anything else as null. */
function parseBody(contentType: string, text: string): unknown {
  if (contentType.includes('ndjson'))
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return contentType.includes('json') ? JSON.parse(text) : null;
}
