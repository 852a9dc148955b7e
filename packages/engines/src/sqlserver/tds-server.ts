import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { doneToken, loginToken, preloginBody, readRequest } from './tds-tokens.ts';

/** A conversation as a test scripts it. */
export interface TdsScript {
  /** What the server says of encryption: 2 none, 3 required. */
  encryption?: number;
  /** Tokens that answer a login; without it everybody gets in. */
  login?: Buffer;
  /** Tokens that answer a statement, one after the other at the client's pace. `silence` and `drop` do as they say. */
  answer?: (sql: string, rest: Buffer) => Iterable<Buffer> | 'silence' | 'drop' | null;
}

/** A small SQL Server of the tests: speaks TDS, runs nothing, and notes all that it was told. */
export interface TdsServer {
  port: number;
  /** Every statement, batch or call, in the order in which it came. */
  statements: string[];
  attentions(): number;
  /** Rows, or rather tokens, that were handed to the network. */
  tokensSent(): number;
  connections(): number;
  /** Ends all connections from the server's side. */
  dropAll(): void;
  close(): Promise<void>;
}

const headSize = 8;
const packetBytes = 4000;
const packetTypes = { batch: 1, rpc: 3, attention: 6, login: 16, prelogin: 18 };
const attentionDone = 0x20;

/** Bytes as a packet of an answer; `last` ends the message. */
export function tdsPacket(body: Buffer, last: boolean): Buffer {
  const head = Buffer.from([4, last ? 1 : 0, 0, 0, 0, 0, 1, 0]);
  head.writeUInt16BE(headSize + body.length, 2);
  return Buffer.concat([head, body]);
}

/** Puts packets together to messages. */
function createMessageReader(onMessage: (kind: number, body: Buffer) => void) {
  let bytes: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (data: Buffer) => {
    bytes = Buffer.concat([bytes, data]);
    while (bytes.length >= headSize && bytes.length >= bytes.readUInt16BE(2)) {
      const length = bytes.readUInt16BE(2);
      parts.push(bytes.subarray(headSize, length));
      const [kind = 0, status = 0] = bytes;
      bytes = bytes.subarray(length);
      if ((status & 1) === 0) continue;
      onMessage(kind, Buffer.concat(parts));
      parts = [];
    }
  };
}

interface Counters {
  attentions: number;
  tokens: number;
  connections: number;
}

function serve(socket: Socket, script: TdsScript, statements: string[], counters: Counters): void {
  /** Set while an answer is under way; an attention ends it. */
  let running: { stopped: boolean; silent: boolean } | null = null;

  async function stream(tokens: Iterable<Buffer>): Promise<void> {
    const own = { stopped: false, silent: false };
    running = own;
    for (const token of tokens) {
      if (own.stopped || socket.destroyed) break;
      counters.tokens += 1;
      for (let from = 0; from < token.length; from += packetBytes) {
        if (!socket.write(tdsPacket(token.subarray(from, from + packetBytes), false))) {
          await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
        }
      }
      await new Promise(setImmediate);
    }
    socket.write(tdsPacket(doneToken(), true));
    if (own.stopped) socket.write(tdsPacket(doneToken(attentionDone), true));
    if (running === own) running = null;
  }

  function answer(kind: number, body: Buffer): void {
    const { sql, rest } = readRequest(kind, body);
    statements.push(sql);
    const tokens = script.answer?.(sql, rest) ?? [];
    if (tokens === 'drop') socket.destroy();
    else if (tokens === 'silence') running = { stopped: false, silent: true };
    else void stream(tokens);
  }

  function attention(): void {
    counters.attentions += 1;
    const silent = !running || running.silent;
    if (running) running.stopped = true;
    if (!silent) return;
    running = null;
    socket.write(tdsPacket(doneToken(), true));
    socket.write(tdsPacket(doneToken(attentionDone), true));
  }

  const read = createMessageReader((kind, body) => {
    if (kind === packetTypes.prelogin) socket.write(tdsPacket(preloginBody(script.encryption ?? 2), true));
    else if (kind === packetTypes.login) {
      socket.write(tdsPacket(Buffer.concat([script.login ?? loginToken(), doneToken()]), true));
    } else if (kind === packetTypes.attention) attention();
    else answer(kind, body);
  });
  socket.on('data', read);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

/** Starts a scripted SQL Server on a free port of this machine. */
export async function startTdsServer(script: TdsScript): Promise<TdsServer> {
  const statements: string[] = [];
  const counters: Counters = { attentions: 0, tokens: 0, connections: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    counters.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket, script, statements, counters);
  });
  const port = await listen(server);
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    statements,
    attentions: () => counters.attentions,
    tokensSent: () => counters.tokens,
    connections: () => counters.connections,
    dropAll,
    async close() {
      dropAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
