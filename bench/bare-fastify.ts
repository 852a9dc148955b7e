import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';

/** The reference of `list.ts`: a Fastify with one route that sends the bytes of a file, once that file exists. */
const file = process.argv[2] ?? '';
const app = Fastify();
app.get('/', (_request, reply) => reply.type('application/json; charset=utf-8').send(body));
const body = await readWhenThere();
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${address}/\n`);

async function readWhenThere(): Promise<string> {
  for (;;) {
    try {
      const text = readFileSync(file, 'utf8');
      if (text.endsWith('}')) return text;
    } catch {
      // Not written yet.
    }
    await sleep(50);
  }
}
