import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { createLocalEventBus } from '../events/event-bus.ts';
import { createJobs } from '../jobs/jobs.ts';
import { confirmMasterKey } from './confirm-key.ts';
import { loadMasterKey, stageNextKey } from './master-key.ts';
import { rotateKey } from './rotate-key.ts';
import { openParams } from './sealed-params.ts';
import { createSecretBox } from './secret-box.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sextant-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('a sealed secret', () => {
  const box = createSecretBox(randomBytes(32));

  it('opens for its own record only', () => {
    const sealed = box.seal('密码 p@ss', 'record-1');
    expect(box.open(sealed, 'record-1')).toBe('密码 p@ss');
    expect(() => box.open(sealed, 'record-2')).toThrow();
  });

  it('does not open when a single character was changed, nor under another key', () => {
    const sealed = box.seal('p', 'r');
    const changed = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1);
    expect(() => box.open(changed, 'r')).toThrow();
    expect(() => createSecretBox(randomBytes(32)).open(sealed, 'r')).toThrow();
  });

  it('never looks the same twice', () => {
    expect(box.seal('p', 'r')).not.toBe(box.seal('p', 'r'));
  });
});

describe('the master key', () => {
  it('is made once and readable by its owner only', () => {
    const first = loadMasterKey({ secret: null, dataDir });
    expect(loadMasterKey({ secret: null, dataDir })).toEqual(first);
    expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('is refused when its file is damaged, naming the file', () => {
    writeFileSync(join(dataDir, 'secret.key'), 'half a k');
    expect(() => loadMasterKey({ secret: null, dataDir })).toThrow(join(dataDir, 'secret.key'));
  });
});

describe('rotation', () => {
  const open = () => openDatabase({ databaseUrl: null, dataDir });
  const config = () => ({ ...readConfig({}), dataDir });

  async function storeModel(db: Awaited<ReturnType<typeof open>>['db'], key: Buffer) {
    const at = new Date().toISOString();
    await db
      .insertInto('users')
      .values({
        id: 'u',
        username: 'u',
        email: null,
        display_name: 'u',
        avatar_url: null,
        role: 'user',
        password_hash: '',
        is_active: 1,
        created_at: at,
        updated_at: at,
        last_login_at: null,
      })
      .execute();
    await db
      .insertInto('models')
      .values({
        id: 'm',
        owner_id: 'u',
        name: 'm',
        provider: 'openai',
        model_id: 'm',
        base_url: null,
        secret: createSecretBox(key).seal('sk-1', 'm'),
        is_shared: 0,
        created_at: at,
        updated_at: at,
      })
      .execute();
  }

  it('seals every secret with a new key and keeps them readable', async () => {
    const { db } = await open();
    const oldKey = await confirmMasterKey(db, config());
    await storeModel(db, oldKey);
    expect(await rotateKey(db, config())).toBe(1);
    const newKey = await confirmMasterKey(db, config());
    expect(newKey).not.toEqual(oldKey);
    const { secret } = await db.selectFrom('models').select('secret').executeTakeFirstOrThrow();
    expect(createSecretBox(newKey).open(secret as string, 'm')).toBe('sk-1');
    await db.destroy();
  });

  it('seals the secrets of what waits to run with the new key too', async () => {
    const { db, kind } = await open();
    const logger = pino({ level: 'silent' });
    const secrets = createSecretBox(await confirmMasterKey(db, config()));
    const jobs = createJobs({
      db,
      kind,
      events: createLocalEventBus(),
      logger,
      secrets,
      concurrency: () => 0,
    });
    const params = { token: 'tok-1', login: { password: ['p'] }, day: 1, author: 'sealed' };
    const [queued] = await jobs.enqueue([{ taskType: 'work', triggeredBy: 'manual', params }]);
    expect(await rotateKey(db, config())).toBe(1);
    const newBox = createSecretBox(await confirmMasterKey(db, config()));
    const row = await db.selectFrom('executions').select(['id', 'params']).executeTakeFirstOrThrow();
    expect(row.params).not.toMatch(/tok-1|"p"/);
    expect(openParams(newBox, row.params, row.id)).toEqual(params);
    expect(row.params).not.toBe(queued?.params);
    await db.destroy();
  });

  it('is completed at the next start when it was cut off after its transaction', async () => {
    const { db } = await open();
    const oldKey = await confirmMasterKey(db, config());
    const oldFile = readFileSync(join(dataDir, 'secret.key'));
    await rotateKey(db, config());
    const newKey = loadMasterKey(config());
    stageNextKey(dataDir, newKey);
    writeFileSync(join(dataDir, 'secret.key'), oldFile);
    expect(await confirmMasterKey(db, config())).toEqual(newKey);
    expect(newKey).not.toEqual(oldKey);
    await db.destroy();
  });

  it('leaves the old key in force when it was cut off before its transaction', async () => {
    const { db } = await open();
    const oldKey = await confirmMasterKey(db, config());
    stageNextKey(dataDir, randomBytes(32));
    expect(await confirmMasterKey(db, config())).toEqual(oldKey);
    await db.destroy();
  });

  it('refuses to start with a key that sealed nothing here', async () => {
    const { db } = await open();
    await confirmMasterKey(db, config());
    const other = { ...config(), secret: 'x'.repeat(32) };
    await expect(confirmMasterKey(db, other)).rejects.toThrow('SEXTANT_SECRET');
    await db.destroy();
  });
});
