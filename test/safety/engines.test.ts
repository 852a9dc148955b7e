import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionSettings, Engine } from '@sextant/engines/engine';
import { engines } from '@sextant/engines/registry';
import { createConnection } from 'mysql2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress } from '../../server/src/platform/egress/egress.ts';
import { changingAnswers, openTrap, settingsFor, visitsAfterRebinding } from './checks.ts';
import { moments, startRogueServer } from './rogue-mysql.ts';

const networked = engines
  .filter(({ features }) => !features.file)
  .map((engine) => [engine.id, engine] as const);
const speakMysql = networked.filter(([, { dialect }]) => dialect === 'mysql');

describe.each(networked)('the network of %s (row 8)', (_id, engine) => {
  test('is what the egress policy checked, also when a name changes its answer', async () => {
    const names = changingAnswers();
    const egress = createEgress('public', async (host) => [await names(host)]);
    expect(await visitsAfterRebinding(engine, egress.resolve)).toBe(0);
  });

  test('is dialled at the checked address and never looked up again', async () => {
    const trap = await openTrap();
    const asked: string[] = [];
    const resolveHost = async (host: string) => {
      asked.push(host);
      return '127.0.0.1';
    };
    const database = await engine.open(settingsFor(engine, 'no-such-host.invalid', trap.port), {
      resolveHost,
      connectTimeoutMs: 500,
    });
    await expect(database.version()).rejects.toThrow();
    await database.close();
    expect(trap.caught()).toBeGreaterThan(0);
    expect(asked.filter((host) => host !== '127.0.0.1')).toContain('no-such-host.invalid');
    expect(new Set(asked).size).toBeLessThan(3);
    await trap.close();
  });

  test('the check notices a policy that looks a name up once more after it was checked', async () => {
    const names = changingAnswers();
    const careless = async (host: string) => {
      // Oracle's engine asks about the address once more.
      if (host === '127.0.0.1') return host;
      await createEgress('public', async () => [await names(host)]).resolve(host);
      return names(host);
    };
    expect(await visitsAfterRebinding(engine, careless)).toBeGreaterThan(0);
  });
});

describe.each(speakMysql)('a rogue server that %s talks to (row 7)', (_id, engine) => {
  const content = `the master key ${Math.random()}`;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sextant-rogue-'));
    file = join(folder, 'secret.txt');
    await writeFile(file, content);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(moments)('gets no file when it asks in place of packet %i', async (moment) => {
    const rogue = await startRogueServer(file, moment);
    const database = await engine.open(settingsFor(engine, '127.0.0.1', rogue.port), {
      resolveHost: async (host) => host,
      connectTimeoutMs: 700,
    });
    const reading = database.query('SELECT a FROM t', { timeoutMs: 700, params: [1] });
    await reading.then(({ batches }) => Array.fromAsync(batches)).catch(() => {});
    await database.close();
    rogue.stop();
    expect(rogue.received().toString('latin1')).not.toContain('master key');
    if (moment < 4) expect(rogue.asked()).toBeGreaterThan(0);
  });
});

test('the check of rogue servers notices a client that sends files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sextant-rogue-'));
  const file = join(folder, 'secret.txt');
  await writeFile(file, 'the master key');
  const rogue = await startRogueServer(file, 2);
  const { createReadStream } = await import('node:fs');
  const client = createConnection({
    host: '127.0.0.1',
    port: rogue.port,
    user: 'u',
    password: 'p',
    flags: ['+LOCAL_FILES'],
    infileStreamFactory: (path) => createReadStream(path),
  } as Parameters<typeof createConnection>[0]);
  client.on('error', () => {});
  client.query('SELECT 1', () => {});
  await expect.poll(() => rogue.received().toString('latin1')).toContain('master key');
  client.destroy();
  rogue.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What drivers take that would run code, read files, or open another way out (row 6). */
const foreignOptions: Record<string, string | number | boolean | null> = {
  allowLoadLocalInfile: true,
  flags: '+LOCAL_FILES',
  infileStreamFactory: 'x',
  multipleStatements: true,
  socketPath: '/var/run/mysqld/mysqld.sock',
  uri: 'mysql://root@127.0.0.1/mysql',
  connectionString: 'postgresql://postgres@127.0.0.1/',
  connectString: '(DESCRIPTION=(ADDRESS=(HOST=169.254.169.254)))',
  walletLocation: '/etc',
  options: '-c default_transaction_read_only=off',
  sslkey: '/etc/ssl/private/x.key',
  INIT: "RUNSCRIPT FROM 'http://x/'",
  access_mode: 'READ_WRITE',
  enable_external_access: 'true',
  readonly: '0',
  replication: 'database',
  encrypt: false,
  constructor: 'x',
  toString: 'x',
  '': 'x',
};

const formOf = (engine: Engine): ConnectionSettings =>
  engine.features.file
    ? { host: null, port: null, username: null, password: null, database: '/nowhere/x.db', options: {} }
    : settingsFor(engine, '127.0.0.1', 9);

describe.each(engines.map((engine) => [engine.id, engine] as const))(
  'the form of %s (row 6)',
  (_id, engine) => {
    const never = { resolveHost: () => Promise.reject(new Error('nothing may be dialled')) };

    test.each(Object.keys(foreignOptions))('takes no option "%s"', async (name) => {
      const form = formOf(engine);
      const options = { ...form.options, [name]: foreignOptions[name] ?? null };
      await expect(engine.open({ ...form, options }, never)).rejects.toMatchObject({
        code: 'settings',
        message: expect.stringContaining(`"${name}"`),
      });
    });

    test('takes no prototype for an option', async () => {
      const form = formOf(engine);
      const options = JSON.parse('{"__proto__":"x"}');
      await expect(engine.open({ ...form, options }, never)).rejects.toMatchObject({ code: 'settings' });
    });

    test('takes no objects, lists or functions where a text belongs', async () => {
      const form = formOf(engine);
      const wrong: unknown[] = [{ toSqlString: () => '1' }, ['127.0.0.1'], () => 'x', 1n];
      for (const field of engine.fields.filter(({ kind }) => kind !== 'number' && kind !== 'boolean')) {
        for (const value of wrong) {
          const change = field.option
            ? { options: { ...form.options, [field.name]: value } }
            : { [field.name]: value };
          await expect(
            engine.open({ ...form, ...change } as ConnectionSettings, never),
          ).rejects.toMatchObject({
            code: 'settings',
          });
        }
      }
    });
  },
);
