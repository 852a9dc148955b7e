import { expect, test } from 'vitest';
import { readNdjson } from './ndjson.ts';

async function linesOf(chunks: Uint8Array<ArrayBuffer>[]): Promise<unknown[]> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  return Array.fromAsync(readNdjson(body));
}

test('lines arrive whole however the bytes are cut, also within a character', async () => {
  const bytes = new TextEncoder().encode('{"type":"rows","rows":[["北京",1]]}\n\n{"type":"end"}\n{"unfin');
  for (const size of [1, 2, 7, bytes.length]) {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
    expect(await linesOf(chunks)).toEqual([{ type: 'rows', rows: [['北京', 1]] }, { type: 'end' }]);
  }
});

test('a line that is no JSON is an error, not silence', async () => {
  await expect(linesOf([new TextEncoder().encode('<html>\n')])).rejects.toThrow(SyntaxError);
});
