import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { kingbase, kingbaseProfile } from '../kingbase/kingbase.engine.ts';
import { opengauss, opengaussProfile } from '../opengauss/opengauss.engine.ts';
import { postgresql } from './postgresql.engine.ts';

let stop = () => {};
afterEach(() => stop());

function authentication(type: number, data: Buffer): Buffer {
  const message = Buffer.alloc(9);
  message.write('R');
  message.writeInt32BE(8 + data.length, 1);
  message.writeInt32BE(type, 5);
  return Buffer.concat([message, data]);
}

/** openGauss: how the password is kept (2 is sha256), random code, token, rounds; all under PostgreSQL's SASL number. */
const opengaussSha256 = authentication(
  10,
  Buffer.concat([
    Buffer.from([0, 0, 0, 2]),
    Buffer.from('a'.repeat(64)),
    Buffer.from('b'.repeat(8)),
    Buffer.from([0, 0, 39, 16]),
  ]),
);

async function asking(message: Buffer): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(message));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = () => server.close();
  return (server.address() as { port: number }).port;
}

test.each([
  [opengauss, opengaussSha256, 'password_encryption_type = 1'],
  [postgresql, opengaussSha256, 'scram-sha-256'],
  [kingbase, authentication(13, Buffer.alloc(4)), 'sys_hba.conf'],
])('$id names a login that the driver does not speak, and what to set', async (engine, message, next) => {
  const port = await asking(message);
  const settings = { host: '127.0.0.1', port, username: 'u', password: 'p', database: 'd', options: {} };
  const database = await engine.open(settings, { resolveHost: async (host) => host, connectTimeoutMs: 2000 });
  await expect(database.version()).rejects.toMatchObject({
    code: 'plugin',
    hint: { zh: expect.stringContaining(next), en: expect.stringContaining(next) },
  });
  await database.close();
});

test.each([
  [opengaussProfile, '(openGauss 5.0.0 build a07d57c3) compiled at 2023-03-29 03:07:56', 'openGauss 5.0.0'],
  [
    opengaussProfile,
    'PostgreSQL 9.2.4 (GaussDB Kernel V500R002C10 build 1) on x86_64',
    'GaussDB Kernel V500R002C10',
  ],
  [kingbaseProfile, 'KingbaseES V008R006C008B0014 on x86_64-pc-linux-gnu', 'KingbaseES V008R006C008B0014'],
  [kingbaseProfile, 'PostgreSQL 12.1 on x86_64', 'PostgreSQL 12.1'],
])('the version of $id is told from %s', (profile, answer, told) => {
  expect(profile.versionText(answer)).toBe(told);
});
