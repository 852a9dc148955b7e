import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './test-app.ts';

/** What a test script's `table` says, as source text. */
interface ScriptSource {
  id: string;
  table: string;
  /** The body of `async *run(params, ctx)`. */
  run: string;
  name?: string;
}

/** Saves a script in TypeScript and activates it. */
export async function saveScript(client: ApiClient, { id, table, run, name = id }: ScriptSource) {
  const source = [
    'export default {',
    `  id: ${JSON.stringify(id)}, name: ${JSON.stringify(name)}, category: 'tests', frequency: 'manual',`,
    `  parameters: [], table: ${table},`,
    `  async *run(params: Record<string, unknown>, ctx: any) {\n${run}\n  },`,
    '};',
  ].join('\n');
  const body = { category: 'tests', frequency: 'manual', language: 'typescript', source };
  const answer = await client.put(`/scripts/${id}`, body);
  if (answer.status !== 200) throw new Error(`the script was not saved: ${answer.text}`);
  return answer.body.data;
}

/** Starts a script and gives the execution's id. */
export async function startScript(
  client: ApiClient,
  id: string,
  params: Record<string, unknown> = {},
): Promise<string> {
  const answer = await client.post(`/scripts/${id}/run`, { params });
  if (answer.status !== 200) throw new Error(`the script was not started: ${answer.text}`);
  return answer.body.data.execution_id;
}

/** Waits until an execution meets a condition; gives it. */
export async function executionWhen(
  client: ApiClient,
  id: string,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server sent
  condition: (execution: any) => boolean,
) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(50)) {
    const answer = await client.get(`/executions/${id}`);
    if (condition(answer.body.data)) return answer.body.data;
  }
  throw new Error(`execution ${id} did not get there: ${(await client.get(`/executions/${id}`)).text}`);
}

/** Runs a script to its end. */
export async function runScript(client: ApiClient, id: string, params: Record<string, unknown> = {}) {
  const execution = await startScript(client, id, params);
  return executionWhen(client, execution, ({ status }) => !['pending', 'running'].includes(status));
}
