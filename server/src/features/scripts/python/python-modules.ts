import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RowsFrame } from '../runtime/frames.ts';
import type { RunOrder, ScriptRuntime, ScriptSource } from '../runtime/script-runtime.ts';
import { parameterSchema } from '../script-description.ts';

const functionSchema = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  module: z.string(),
  parameters: z.array(parameterSchema),
});
/** A function of a Python module, as its signature and its docstring describe it. */
export type PythonFunction = z.infer<typeof functionSchema> & { category: string };

function ownScript(id: string): ScriptSource {
  const source = readFileSync(join(import.meta.dirname, `${id}.py`), 'utf8');
  return { id, language: 'python', source };
}
const catalogueScript = ownScript('python_catalogue');
const callScript = ownScript('python_function');

/** Categories by the first word of a name; what is none of them is general data. */
const categories: Record<string, string> = {
  stock: 'stocks',
  fund: 'funds',
  futures: 'futures',
  index: 'indexes',
  option: 'options',
  bond: 'bonds',
  macro: 'macro',
  currency: 'forex',
  forex: 'forex',
  fx: 'forex',
  rate: 'rates',
  repo: 'rates',
  crypto: 'crypto',
  spot: 'commodities',
  energy: 'commodities',
  amac: 'funds',
};

type Limits = Pick<RunOrder, 'limits' | 'signal' | 'onLog' | 'onProgress'>;

/**
 * The public functions of a Python module, found in a script's own process. Rejects with a `ScriptError` when Python or
 * the module is not there; what cannot be described is left out and logged.
 */
export async function pythonFunctions(
  runtime: ScriptRuntime,
  module: string,
  order: Limits = {},
): Promise<PythonFunction[]> {
  const found: PythonFunction[] = [];
  for await (const frame of runtime.run({ ...order, script: catalogueScript, params: { module } })) {
    for (const row of frame.rows) {
      const parsed = functionSchema.safeParse(recordOf(frame, row));
      if (!parsed.success) continue;
      found.push({ ...parsed.data, category: categoryOf(parsed.data) });
    }
  }
  return found;
}

/** Calls a function of a Python module and gives the rows that it returns. Throws a `ScriptError`. */
export function callPythonFunction(
  runtime: ScriptRuntime,
  call: { module: string; function: string; arguments: Record<string, unknown> },
  order: Limits = {},
): AsyncGenerator<RowsFrame> {
  return runtime.run({ ...order, script: callScript, params: call });
}

/** By the name, else by the part of the module that the function comes from, as in `akshare.futures.…`. */
function categoryOf({ name, module }: { name: string; module: string }): string {
  const words = [name, module.split('.')[1] ?? ''].map((one) => one.split('_')[0] ?? '');
  return words.map((word) => categories[word]).find((category) => category !== undefined) ?? 'data';
}

function recordOf({ columns }: RowsFrame, row: unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.map((name, at) => {
      const value = row[at];
      const isJson = typeof value === 'object' && value !== null && '$json' in value;
      return [name, isJson ? JSON.parse(String(value.$json)) : value];
    }),
  );
}
