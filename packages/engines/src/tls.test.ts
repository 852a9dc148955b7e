import { createServer, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusal } from './oracle/tns-listener.ts';
import { findEngine } from './registry.ts';
import { tdsTlsDoor } from './sqlserver/tds-tls-door.ts';
import { certifiedHost, type Identity, makeIdentity } from './test-identity.ts';

/** What a socket still brings, beginning with bytes that were already read from it. */
function continued(socket: Socket, head: Buffer): Duplex {
  const rest = new Duplex({
    read() {},
    write: (chunk, _encoding, done) => void socket.write(chunk, () => done()),
    final: (done) => void socket.end(() => done()),
  });
  if (head.length > 0) rest.push(head);
  socket.on('data', (data) => rest.push(data));
  socket.on('close', () => rest.push(null));
  return rest;
}

function secure(socket: Duplex, { key, certificate }: Identity, talk: (secured: TLSSocket) => void): void {
  const secured = new TLSSocket(socket as Socket, { isServer: true, key, cert: certificate });
  secured.on('error', () => {});
  talk(secured);
}

/** Takes the request for TLS, then turns everybody away with a wrong password. */
function postgresqlDoor(socket: Socket, identity: Identity): void {
  const refusal = Buffer.from('SERROR\0C28P01\0Mwrong password\0\0');
  const head = Buffer.from([69, 0, 0, 0, refusal.length + 4]);
  socket.once('data', () => {
    socket.write('S');
    secure(socket, identity, (secured) => {
      secured.once('data', () => secured.end(Buffer.concat([head, refusal])));
    });
  });
}

function mysqlPacket(sequence: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, sequence]), body]);
}

const tlsRequestLength = 36;

function mysqlDoor(socket: Socket, identity: Identity): void {
  const greeting = [
    Buffer.from([10]),
    Buffer.from('8.0.40\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0'),
    Buffer.from([0x00, 0x8a, 0x21, 0x02, 0x00, 0x08, 0x00, 21]),
    Buffer.alloc(10),
    Buffer.from('123456789012\0'),
  ];
  const refusal = Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), Buffer.from('#28000wrong password')]);
  socket.write(mysqlPacket(0, Buffer.concat(greeting)));
  socket.once('data', (data: Buffer) => {
    secure(continued(socket, data.subarray(tlsRequestLength)), identity, (secured) => {
      secured.once('data', () => secured.end(mysqlPacket(3, refusal)));
    });
  });
}

/** Encrypted from the first byte on. */
function oracleDoor(socket: Socket, identity: Identity): void {
  secure(socket, identity, (secured) => {
    secured.once('data', () => secured.end(refusal('01017')));
  });
}

/** HTTP inside TLS. */
function clickhouseDoor(socket: Socket, identity: Identity): void {
  const words = 'Code: 516. DB::Exception: u: Authentication failed.';
  const answer = ['HTTP/1.1 403 Forbidden', `Content-Length: ${words.length}`, '', words].join('\r\n');
  secure(socket, identity, (secured) => {
    secured.once('data', () => secured.end(answer));
  });
}

const doors = {
  postgresql: postgresqlDoor,
  mysql: mysqlDoor,
  sqlserver: tdsTlsDoor,
  oracle: oracleDoor,
  clickhouse: clickhouseDoor,
};
let identity: Identity | null = null;

beforeAll(() => {
  identity = makeIdentity();
});

describe.each(Object.entries(doors))('%s with TLS', (id, door) => {
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    server = createServer((socket) => {
      socket.on('error', () => {});
      if (identity) door(socket, identity);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as { port: number }).port;
  });
  afterAll(() => {
    server.close();
  });

  test.for([
    { name: 'a host that the certificate names', host: certifiedHost, tls: 'verify', ca: true, code: 'auth' },
    { name: 'another host', host: 'other.example', tls: 'verify', ca: true, code: 'tls' },
    { name: 'an unknown authority', host: certifiedHost, tls: 'verify', ca: false, code: 'tls' },
    { name: 'no check asked for', host: 'other.example', tls: 'require', ca: false, code: 'auth' },
  ])('$name ends in $code', async ({ host, tls, ca, code }, { skip }) => {
    if (!identity) skip('The openssl program is missing');
    const options = { tls, tls_ca: ca ? (identity?.certificate ?? '') : null };
    const database = await findEngine(id)?.open(
      { host, port, username: 'u', password: 'p', database: 'd', options },
      { resolveHost: async () => '127.0.0.1', connectTimeoutMs: 2000 },
    );
    await expect(database?.version()).rejects.toMatchObject({ name: 'EngineError', code });
    await database?.close();
  });
});
