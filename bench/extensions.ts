import { newExtension } from '../server/test/extending.ts';
import { type ApiClient, startTestApp } from '../server/test/test-app.ts';
import { type Figure, median, milliseconds, noAim } from './figure.ts';

const calls = 20;
/** Long enough for a spare process to be ready again on a busy machine. */
const pauseMs = 400;

const sources: Record<string, [filename: string, source: string]> = {
  TypeScript: ['bench.ts', 'export const executeQuery = (params: { n: number }) => [{ n: params.n }];'],
  Python: ['bench.py', 'def execute_query(params):\n    return [{"n": params["n"]}]\n'],
};

/** A small extension called over HTTP, recorded with its result: with a process waiting for it, and without. */
export async function benchExtensions(): Promise<Figure[]> {
  const product = await startTestApp();
  try {
    const figures: Figure[] = [];
    for (const [language, [filename, source]] of Object.entries(sources)) {
      const id = await newExtension(product.admin, filename, source);
      // One after the other without a pause finds no spare process: each starts its own.
      const cold = await callTimes(product.admin, id, 0);
      const warm = await callTimes(product.admin, id, pauseMs);
      figures.push(
        figure(`${language} extension, warm`, warm),
        figure(`${language} extension, back to back`, cold),
      );
    }
    return figures;
  } finally {
    await product.close();
  }
}

async function callTimes(client: ApiClient, id: string, pause: number): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    const began = performance.now();
    const answer = await client.post(`/extensions/${id}/run`, { params: { n } });
    times.push(performance.now() - began);
    if (answer.body.data?.status !== 'completed') throw new Error(`the extension failed: ${answer.text}`);
  }
  return times;
}

function figure(work: string, times: number[]): Figure {
  const slowest = milliseconds(Math.max(...times));
  const measured = `median ${milliseconds(median(times))}, slowest ${slowest} of ${times.length}`;
  return { work, measured, reference: '', aim: noAim, pass: true };
}
