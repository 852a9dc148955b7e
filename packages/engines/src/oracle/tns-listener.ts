import { createServer, type Socket } from 'node:net';

/** What a listener answers to a request for a connection: bytes, silence or the end. */
export type TnsAnswer = Buffer | 'silence' | 'end';

/** A listener of the tests that never lets anybody through to a database. */
export interface TnsListener {
  port: number;
  /** The connect descriptors that it was sent. */
  requests: string[];
  connections(): number;
  close(): Promise<void>;
}

const packetTypes = { refuse: 4, redirect: 5 };

function packet(type: number, body: Buffer): Buffer {
  const head = Buffer.from([0, 0, 0, 0, type, 0, 0, 0]);
  head.writeUInt16BE(head.length + body.length);
  return Buffer.concat([head, body]);
}

function sized(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

/** Refuses as a listener does; with an error number of Oracle. */
export function refusal(number: number | string): Buffer {
  const text = `(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${number})(ERROR_STACK=(ERROR=(CODE=${number})(EMFI=4))))`;
  return packet(packetTypes.refuse, Buffer.concat([Buffer.from([0x22, 0]), sized(text)]));
}

/** Sends the driver on to another address, as the listeners of a cluster do. */
export function redirect(host: string, port: number): Buffer {
  return packet(packetTypes.redirect, sized(`(ADDRESS=(PROTOCOL=TCP)(HOST=${host})(PORT=${port}))`));
}

/** Starts a listener on a free port of this machine. */
export async function startTnsListener(answer: (request: string) => TnsAnswer): Promise<TnsListener> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const serve = (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const text = data.toString('latin1');
      const request = text.slice(text.indexOf('(DESCRIPTION'));
      requests.push(request);
      const reply = answer(request);
      if (reply === 'end') socket.destroy();
      else if (reply !== 'silence') socket.write(reply);
    });
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    requests,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
