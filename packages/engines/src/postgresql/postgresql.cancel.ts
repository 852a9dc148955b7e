import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { connectTimeout, dial } from '../dial.ts';
import { withTimeLimit } from '../time-limit.ts';
import type { TlsOptions } from '../tls.ts';

/** Where a session is connected and the key that lets its statement be stopped. */
export interface CancelTarget {
  address: string;
  port: number;
  tls: TlsOptions | null;
  processId: number;
  secretKey: number;
}

const cancelTimeoutMs = 2000;
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

function cancelRequest(processId: number, secretKey: number): Buffer {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(80_877_102, 4);
  packet.writeInt32BE(processId, 8);
  packet.writeInt32BE(secretKey, 12);
  return packet;
}

async function encrypted(socket: Socket, target: CancelTarget): Promise<Socket> {
  if (!target.tls) return socket;
  socket.write(sslRequest);
  const [answer] = await once(socket, 'data');
  if (String(answer) !== 'S') throw new Error('The server does not support TLS');
  const secure = connectTls({ ...target.tls, socket, host: target.address });
  await once(secure, 'secureConnect');
  return secure;
}

async function sendCancel(plain: Socket, target: CancelTarget): Promise<void> {
  const socket = await encrypted(plain, target);
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.resume();
  socket.write(cancelRequest(target.processId, target.secretKey));
  await closed;
}

/** Asks the server, over a second connection, to stop what a session runs. Resolves once the server took it. */
export async function cancelStatement(target: CancelTarget): Promise<void> {
  const plain = await dial(target.address, target.port, cancelTimeoutMs);
  plain.on('error', () => {});
  try {
    await withTimeLimit(sendCancel(plain, target), cancelTimeoutMs, () => connectTimeout(cancelTimeoutMs));
  } finally {
    plain.destroy();
  }
}
