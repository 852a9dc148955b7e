import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type RowsFrame, rowsOfFrame } from '../runtime/frames.ts';
import type { RunOrder, ScriptRuntime, ScriptSource } from '../runtime/script-runtime.ts';

const moduleSchema = z.object({
  installed: z.boolean(),
  version: z.string().nullable(),
  stamp: z.string().nullable(),
});
const functionSchema = z.object({
  function: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  module: z.string(),
  parameters: z.array(z.unknown()),
  source: z.string(),
});
const failureSchema = z.object({ failure: z.string(), message: z.string() });

/** A function of a Python module, as its signature and its docstring describe it; its parameters are unchecked. */
export type PythonFunction = z.infer<typeof functionSchema> & { category: string };

export interface PythonModule {
  installed: boolean;
  version: string | null;
  /** Changes with the module's version and files, and with the way in which they are read. */
  stamp: string | null;
  /** Null where the stamp is the known one, so that nothing was read. */
  functions: PythonFunction[] | null;
  /** What cannot be described, with the reason. */
  failures: { name: string; message: string }[];
}

function ownScript(id: string): ScriptSource {
  const source = readFileSync(join(import.meta.dirname, `${id}.py`), 'utf8');
  return { id, language: 'python', source };
}
const catalogueScript = ownScript('python_catalogue');
const callScript = ownScript('python_function');
/** What is read differently is read again. */
const catalogueForm = hash('md5', catalogueScript.source);

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
 * What a Python module offers, found in a script's own process; one whose stamp is `known` is not read again. Rejects
 * with a `ScriptError` when there is no Python or the module cannot be imported.
 */
export async function readPythonModule(
  runtime: ScriptRuntime,
  name: string,
  { known = null, ...order }: Limits & { known?: string | null } = {},
): Promise<PythonModule> {
  const found: PythonModule = { installed: false, version: null, stamp: null, functions: null, failures: [] };
  const functions: PythonFunction[] = [];
  const [form, stamp] = known?.split(':', 2) ?? [];
  const params = { module: name, known: form === catalogueForm ? stamp : null };
  for await (const frame of runtime.run({ ...order, script: catalogueScript, params })) {
    for (const row of rowsOfFrame(frame)) {
      const record = recordOf(frame, row);
      const told = moduleSchema.safeParse(record).data;
      const described = functionSchema.safeParse(record).data;
      const failure = failureSchema.safeParse(record).data;
      if (told) {
        Object.assign(found, told, { stamp: told.stamp && `${catalogueForm}:${told.stamp}` });
        if (told.stamp !== params.known) found.functions = functions;
      } else if (described) functions.push({ ...described, category: categoryOf(described) });
      else if (failure) found.failures.push({ name: failure.failure, message: failure.message });
    }
  }
  return found;
}

/** What runs to call a function of a Python module; its rows are what the function returns. */
export function functionCall(call: {
  module: string;
  function: string;
  arguments: Record<string, unknown>;
}): Pick<RunOrder, 'script' | 'params'> {
  return { script: callScript, params: call };
}

/** By the name, else by the part of the module that the function comes from, as in `akshare.futures.…`. */
function categoryOf({ function: name, module }: { function: string; module: string }): string {
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
