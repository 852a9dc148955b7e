import { expect, test } from 'vitest';
import { readEventStream } from './event-stream.ts';

function streamOf(...chunks: Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

const bytes = (text: string) => new TextEncoder().encode(text);

async function read(...chunks: Uint8Array<ArrayBuffer>[]) {
  const events = [];
  for await (const event of readEventStream(streamOf(...chunks))) events.push(event);
  return events;
}

test('events arrive whole however the bytes are cut, even inside a character', async () => {
  const all = bytes('event: progress\ndata: {"message":"正在分析"}\n\nevent: done\ndata: {}\n\n');
  for (let cut = 1; cut < all.length; cut++) {
    expect(await read(all.slice(0, cut), all.slice(cut))).toEqual([
      { name: 'progress', data: '{"message":"正在分析"}' },
      { name: 'done', data: '{}' },
    ]);
  }
});

test('comment lines, CRLF and several data lines are understood', async () => {
  expect(await read(bytes(': keep alive\n\nevent: text\r\ndata: a\r\ndata: b\r\n\r\n'))).toEqual([
    { name: 'text', data: 'a\nb' },
  ]);
});

test('an event that was cut off is not delivered', async () => {
  expect(await read(bytes('data: 1\n\ndata: 2'))).toEqual([{ name: 'message', data: '1' }]);
});
