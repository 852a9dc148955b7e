/** Reads a body of JSON lines as it arrives. An unfinished last line is dropped; throws where a line is no JSON. */
export async function* readNdjson<T>(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<T> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest: string[] = [];
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      const [first = '', ...others] = value.split('\n');
      rest.push(first);
      for (const next of others) {
        const line = rest.join('');
        rest = [next];
        if (line.trim() !== '') yield JSON.parse(line) as T;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
