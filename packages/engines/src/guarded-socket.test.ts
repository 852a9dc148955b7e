import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findEngine } from './registry.ts';

/** Bytes that make the drivers throw while they read: an unknown way to log in, lengths beyond the end. */
const nonsense: [engineId: string, name: string, bytes: Buffer][] = [
  ['postgresql', 'an unknown way to log in', Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0x95, 0])],
  ['postgresql', 'a description of columns that do not fit', Buffer.from([0x54, 0, 0, 0, 6, 0xff, 0xff])],
  ['mysql', 'a greeting without an end', Buffer.from([5, 0, 0, 0, 10, 0x38, 0x2e, 0x30, 0x2e])],
  ['mysql', 'zeros', Buffer.alloc(64)],
];

test.each(nonsense)('a %s server that sends %s harms one connection only', async (engineId, _name, bytes) => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(bytes));
    if (engineId === 'mysql') socket.write(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const database = await findEngine(engineId)?.open(
    { host: '127.0.0.1', port, username: 'u', password: 'p', database: 'd', options: {} },
    { resolveHost: async (host) => host, connectTimeoutMs: 300 },
  );
  await expect(database?.version()).rejects.toMatchObject({ name: 'EngineError' });
  await database?.close();
  server.close();
});
