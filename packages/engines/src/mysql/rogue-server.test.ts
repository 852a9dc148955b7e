import { createServer, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { mysql } from './mysql.engine.ts';

const localFilesCapability = 0x80;
const wantedFile = import.meta.filename;

function packet(sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, body]);
}

function greeting(): Buffer {
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('5.7.99-rogue\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0'),
    Buffer.from([0xff, 0xf7, 0x21, 0x02, 0x00, 0x0f, 0x80, 21]),
    Buffer.alloc(10),
    Buffer.from('123456789012\0'),
    Buffer.from('mysql_native_password\0'),
  ]);
}

/** Greets, lets everybody in, and answers each statement with a request for a file of the client. */
function rogueServer() {
  const received: Buffer[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    let packets = 0;
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(packet(0, greeting()));
    socket.on('data', (data: Buffer) => {
      received.push(data);
      packets += 1;
      const answer =
        packets === 1
          ? packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0]))
          : packet((data[3] ?? 0) + 1, Buffer.concat([Buffer.from([0xfb]), Buffer.from(wantedFile)]));
      socket.write(answer);
    });
  });
  return { server, received, sockets };
}

const rogue = rogueServer();
afterAll(() => {
  for (const socket of rogue.sockets) socket.destroy();
  rogue.server.close();
});

test('a server that asks for a file of this machine gets nothing', async () => {
  await new Promise<void>((resolve) => rogue.server.listen(0, '127.0.0.1', resolve));
  const { port } = rogue.server.address() as { port: number };
  const database = await mysql.open(
    { host: '127.0.0.1', port, username: 'u', password: 'p', database: 'd', options: {} },
    { resolveHost: async (host) => host, connectTimeoutMs: 2000 },
  );
  await expect(database.version()).rejects.toMatchObject({ name: 'EngineError' });
  await database.close();

  const capabilities = rogue.received[0]?.readUInt32LE(4) ?? localFilesCapability;
  expect(capabilities & localFilesCapability).toBe(0);
  const sent = Buffer.concat(rogue.received).toString('latin1');
  expect(sent).toContain('VERSION()');
  expect(sent).not.toContain('localFilesCapability');
});
