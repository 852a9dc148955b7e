import { createServer, type Socket } from 'node:net';
import { startScriptedServer } from '../../packages/engines/src/mysql/scripted-server.ts';

/** How many packets of the server's pass before a statement has been answered: each may be the moment to ask. */
export const moments = Array.from({ length: 12 }, (_, index) => index);

const headerBytes = 4;
const localInfile = 0xfb;

/** The packets in a stream of MySQL's protocol, each with its header; the rest waits for more. */
function packetsOf(stream: Buffer): { packets: Buffer[]; rest: Buffer } {
  const packets: Buffer[] = [];
  let at = 0;
  while (stream.length - at >= headerBytes && stream.length - at >= headerBytes + stream.readUIntLE(at, 3)) {
    const end = at + headerBytes + stream.readUIntLE(at, 3);
    packets.push(stream.subarray(at, end));
    at = end;
  }
  return { packets, rest: stream.subarray(at) };
}

/** "Send me this file", in place of another packet. */
function requestFor(file: string, sequence: number): Buffer {
  const body = Buffer.concat([Buffer.from([localInfile]), Buffer.from(file)]);
  const header = Buffer.alloc(headerBytes);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, body]);
}

/**
 * A MySQL server that behaves until packet number `moment` of a connection, in place of which, and of every later one,
 * it asks for a file of the client's machine. Keeps everything that it is sent.
 */
export async function startRogueServer(file: string, moment: number) {
  const honest = await startScriptedServer(() => ({ columns: ['a', 'b'], rows: [['8.0.36', 'x']] }));
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  let asked = 0;
  const { connect } = await import('node:net');
  const server = createServer((client) => {
    const target = connect(honest.port, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    let sent = 0;
    let rest = Buffer.alloc(0);
    target.on('data', (bytes) => {
      const found = packetsOf(Buffer.concat([rest, bytes as Buffer]));
      rest = Buffer.from(found.rest);
      for (const packet of found.packets) {
        const asks = sent >= moment;
        if (asks) asked += 1;
        client.write(asks ? requestFor(file, packet[3] ?? 0) : packet);
        sent += 1;
      }
    });
    client.on('data', (bytes) => {
      received.push(bytes as Buffer);
      target.write(bytes);
    });
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    received: () => Buffer.concat(received),
    asked: () => asked,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      honest.stop();
    },
  };
}
