import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { tdsPacket } from './tds-server.ts';
import { errorToken, preloginBody } from './tds-tokens.ts';

const preloginType = 18;
const headSize = 8;
const encryptionOn = 1;

/**
 * Agrees on TLS as SQL Server does, its handshake wrapped into packets and nothing after it, then turns everybody away
 * with a wrong password.
 */
export function tdsTlsDoor(socket: Socket, identity: { key: string; certificate: string }): void {
  let greeted = false;
  let wrapped = true;
  let flight: Buffer[] = [];

  /** TDS wants one message for each of the client's, so what TLS writes in pieces is sent together. */
  function sendFlight(): void {
    if (flight.length > 0) socket.write(tdsPacket(Buffer.concat(flight), true));
    flight = [];
  }

  const inside = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (!wrapped) socket.write(chunk);
      else if (flight.push(chunk) === 1) setTimeout(sendFlight, 20);
      done();
    },
  });
  const secured = new TLSSocket(inside as Socket, {
    isServer: true,
    key: identity.key,
    cert: identity.certificate,
  });
  secured.on('error', () => {});
  secured.once('data', () => {
    secured.write(tdsPacket(errorToken(18_456, 'Login failed', 14), true));
  });
  socket.on('data', (data: Buffer) => {
    if (data[0] !== preloginType) wrapped = false;
    if (!wrapped) inside.push(data);
    else if (greeted) inside.push(data.subarray(headSize));
    else socket.write(tdsPacket(preloginBody(encryptionOn), true));
    greeted = true;
  });
  socket.on('close', () => secured.destroy());
}
