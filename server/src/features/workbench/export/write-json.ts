import type { ResultColumn } from '@sextant/contract/result';
import type { Batches } from '../batch-stream.ts';

/** A result as a JSON array of objects, one row a line, written while its rows arrive. */
export async function* writeJson(columns: readonly ResultColumn[], batches: Batches): AsyncGenerator<string> {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  let separator = '[\n';
  for await (const batch of batches) {
    let text = '';
    for (const row of batch) {
      const members = keys.map((key, index) => key + JSON.stringify(row[index] ?? null));
      text += `${separator}{${members.join(',')}}`;
      separator = ',\n';
    }
    if (text !== '') yield text;
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
