import { connect, createServer, type Socket } from 'node:net';
import type { ConnectionSettings } from '../engine.ts';

/** A wire between an engine and its server that can fall silent, break, or change what is said. */
export interface Wire {
  /** What of the settings leads over this wire. */
  change: Pick<ConnectionSettings, 'host' | 'port'>;
  /** Nothing passes any more, and nobody is told. */
  freeze(): void;
  thaw(): void;
  /** All connections end at once. */
  cut(): void;
  close(): void;
}

/** Opens a wire to the server of the settings; `rewrite` changes what the client says, byte for byte. */
export async function openWire(
  settings: ConnectionSettings,
  rewrite: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<Wire> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (frozen) socket.pause();
  };
  const server = createServer((client) => {
    const target = connect({ host: settings.host ?? '', port: settings.port ?? 0 });
    keep(client);
    keep(target);
    client.on('data', (bytes: Buffer) => target.write(rewrite(bytes)));
    target.on('data', (bytes) => client.write(bytes));
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    if (frozen) for (const socket of [client, target]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    change: { host: '127.0.0.1', port },
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
