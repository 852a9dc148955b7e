import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What a scripted server says to a statement: rows of texts, an error, or nothing but that it is done. */
export type ScriptedAnswer =
  | { columns: string[]; rows: (string | null)[][] }
  | { errno: number; message: string }
  | null;

const moreThanOneByte = 251;
const varString = 253;
const utf8mb4 = 45;

function packet(sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, body]);
}

function lengthCoded(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < moreThanOneByte) return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const length = Buffer.alloc(3);
  length[0] = 252;
  length.writeUInt16LE(bytes.length, 1);
  return Buffer.concat([length, bytes]);
}

function greeting(plugin: string): Buffer {
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from('5.7.99-scripted\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('12345678\0'),
    Buffer.from([0xff, 0xf7, utf8mb4, 0x02, 0x00, 0x0f, 0x80, 21]),
    Buffer.alloc(10),
    Buffer.from('123456789012\0'),
    Buffer.from(`${plugin}\0`),
  ]);
}

const ok = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const end = Buffer.from([0xfe, 0, 0, 2, 0]);

function errorBody(errno: number, message: string): Buffer {
  const head = Buffer.from([0xff, 0, 0]);
  head.writeUInt16LE(errno, 1);
  return Buffer.concat([head, Buffer.from(`#HY000${message}`)]);
}

function columnBody(name: string): Buffer {
  const fixed = Buffer.from([12, utf8mb4, 0, 0, 4, 0, 0, varString, 0, 0, 0, 0, 0]);
  return Buffer.concat([...['def', '', '', '', name, name].map(lengthCoded), fixed]);
}

function textRow(row: (string | null)[]): Buffer {
  return Buffer.concat(row.map((cell) => (cell === null ? Buffer.from([0xfb]) : lengthCoded(cell))));
}

function binaryRow(row: (string | null)[]): Buffer {
  const nulls = Buffer.alloc(1 + Math.ceil((row.length + 2) / 8));
  row.forEach((cell, index) => {
    if (cell === null)
      nulls[1 + ((index + 2) >> 3)] = (nulls[1 + ((index + 2) >> 3)] ?? 0) | (1 << ((index + 2) & 7));
  });
  return Buffer.concat([nulls, ...row.filter((cell) => cell !== null).map(lengthCoded)]);
}

function resultBodies(answer: ScriptedAnswer, toRow: (row: (string | null)[]) => Buffer): Buffer[] {
  if (!answer) return [ok];
  if ('errno' in answer) return [errorBody(answer.errno, answer.message)];
  const { columns, rows } = answer;
  return [Buffer.from([columns.length]), ...columns.map(columnBody), end, ...rows.map(toRow), end];
}

function preparedBodies(answer: ScriptedAnswer): Buffer[] {
  if (answer && 'errno' in answer) return [errorBody(answer.errno, answer.message)];
  const columns = answer?.columns ?? [];
  const head = Buffer.from([0, 1, 0, 0, 0, columns.length, 0, 0, 0, 0, 0, 0]);
  return columns.length > 0 ? [head, ...columns.map(columnBody), end] : [head];
}

/**
 * A MySQL server that answers by a script and keeps what it was told: statements as `text: …` and `prepared: …`.
 * With `plugin` it asks for that way to log in.
 */
export async function startScriptedServer(script: (sql: string) => ScriptedAnswer, plugin?: string) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();

  function answer(command: number, body: string): Buffer[] {
    if (command === 3) heard.push(`text: ${body}`);
    if (command === 22) heard.push(`prepared: ${body}`);
    if (command === 3) return resultBodies(script(body), textRow);
    if (command === 22) return preparedBodies(script(body));
    if (command === 23)
      return resultBodies(
        script(heard.findLast((line) => line.startsWith('prepared'))?.slice(10) ?? ''),
        binaryRow,
      );
    return command === 25 ? [] : [ok];
  }

  const server = createServer((socket) => {
    let loggedIn = false;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write(packet(0, greeting('mysql_native_password')));
    socket.on('data', (data: Buffer) => {
      if (!loggedIn) {
        loggedIn = true;
        const asks = Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${plugin}\0challenge\0`)]);
        socket.write(packet(2, plugin ? asks : ok));
        return;
      }
      for (let at = 0; at < data.length; at += 4 + data.readUIntLE(at, 3)) {
        const body = data.subarray(at + 5, at + 4 + data.readUIntLE(at, 3)).toString();
        const bodies = answer(data[at + 4] ?? 0, body);
        socket.write(Buffer.concat(bodies.map((part, index) => packet(index + 1, part))));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    heard,
    port: (server.address() as { port: number }).port,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
