import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { add, ask } from '../../../test/library.ts';
import { only, readEvents } from '../../../test/sse.ts';
import { startTestApp, type TestApp } from '../../../test/test-app.ts';

let product: TestApp;
const servers: Server[] = [];
beforeAll(async () => {
  product = await startTestApp({ config: { egress: 'open' } });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await product.close();
});

/** A server that treats each connection in its own way; returns its port. */
async function serve(treat: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    server.once('close', () => socket.destroy());
    treat(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

/** PostgreSQL's error message to the client: severity, code and text. */
function postgresqlError(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

async function closedPort(): Promise<number> {
  const port = await serve(() => undefined);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

const refuse = (socket: Socket) =>
  socket.once('data', () => socket.end(postgresqlError('28P01', 'password authentication failed for "me"')));
const drop = (socket: Socket) => socket.once('data', () => socket.destroy());

test.each([
  ['is down', closedPort, 'ECONNREFUSED', '检查端口以及数据库是否已启动'],
  ['refuses the password', () => serve(refuse), 'password authentication failed', '用户名或密码不对'],
  ['drops the line', () => serve(drop), 'terminated unexpectedly', '检查主机名、端口、网络和防火墙'],
  ['never answers', () => serve(() => undefined), 'did not answer within 10 s', '数据库没有及时响应'],
])(
  'a database that %s is named as the reason, with the next step',
  { timeout: 40_000 },
  async (_name, start, reason, step) => {
    const port = await start();
    const connection = {
      name: `p${port}`,
      driver: 'postgresql',
      host: '127.0.0.1',
      port,
      username: 'me',
      password: 'kept-secret-1',
      database: 'x',
    };
    const id = await add(product.admin, '/connections', connection);
    const { text } = await ask(product.admin, '有多少行', { connection_id: id });
    const events = readEvents(text);
    const { code, message } = only(events, 'error');
    expect(code).toBe('CONNECTION_FAILED');
    expect(message).toContain(reason);
    expect(message).toContain(step);
    expect(text).not.toContain('kept-secret-1');
    expect(events.at(-1)?.type).toBe('done');
  },
);
