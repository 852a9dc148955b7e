import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createEventStream } from './event-stream.ts';

test('events are named after their type, with comments between them while nothing happens', async () => {
  const stream = createEventStream(20);
  stream.send({ type: 'progress' });
  await sleep(70);
  stream.end();
  let text = '';
  for await (const chunk of stream.body) text += chunk;
  expect(text.startsWith('event: progress\ndata: {"type":"progress"}\n\n: keep-alive\n\n')).toBe(true);
  expect(stream.signal.aborted).toBe(false);
});

test('a reader who goes away aborts the signal, and later events go nowhere', async () => {
  const stream = createEventStream();
  stream.body.destroy();
  await sleep(5);
  expect(stream.signal.aborted).toBe(true);
  stream.send({ type: 'late' });
  stream.end();
});
