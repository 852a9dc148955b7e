import type { Language } from '@sextant/contract/text';
import { type PlanStep, workbenchEndpoints } from '@sextant/contract/workbench';
import type { PlanNode } from '@sextant/engines/plan';
import type { FastifyInstance } from 'fastify';
import { describeV1Error } from '../../../platform/http/v1-errors.ts';
import { registerV1, Streamed } from '../../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../../connections/connections.service.ts';
import { bodyFrom } from '../batch-stream.ts';
import type { QueriesService } from '../queries.service.ts';
import type { Explain } from './explain.ts';
import type { RunningStatements } from './running-statements.ts';
import { writeRunEvents } from './write-run-events.ts';

const { run, cancel, explain } = workbenchEndpoints;

/**
 * API v1: statements that people run in the workbench. What is refused is an error answer; what fails once the
 * statement has begun is the last line of the body.
 */
export function registerRunRoutes(
  app: FastifyInstance,
  deps: {
    connections: ConnectionsService;
    queries: QueriesService;
    running: RunningStatements;
    explain: Explain;
  },
): void {
  const { connections, queries, running } = deps;
  registerV1(
    app,
    { run, cancel, explain },
    {
      async run({ principal, params, body, signal, request }) {
        const connection = await connections.get(principal, params.id);
        const statement = running.begin(principal.userId);
        try {
          const started = await queries.begin({
            principal,
            connection,
            sql: body.sql,
            namedParams: body.named_params ?? {},
            source: 'workbench',
            maxRows: body.max_rows,
            timeoutMs: body.timeout_seconds * 1000,
            signal: AbortSignal.any([signal, statement.signal]),
          });
          const describe = (error: unknown) => describeV1Error(error, request);
          const lines = bodyFrom(writeRunEvents(statement.id, started.run, describe));
          lines.once('close', statement.end);
          return new Streamed(lines, { 'content-type': 'application/x-ndjson; charset=utf-8' });
        } catch (error) {
          statement.end();
          throw error;
        }
      },

      cancel: async ({ principal, params }) => ({
        cancelled: await running.cancel(principal.userId, params.id),
      }),

      async explain({ principal, params, body, signal, language }) {
        const plan = await deps.explain({
          principal,
          connection: await connections.get(principal, params.id),
          sql: body.sql,
          namedParams: body.named_params ?? {},
          source: 'workbench',
          signal,
        });
        return { root: presentStep(plan.root, language), text: plan.text };
      },
    },
  );
}

function presentStep(node: PlanNode, language: Language): PlanStep {
  return {
    operation: node.operation,
    object: node.object,
    estimated_rows: node.estimatedRows,
    estimated_cost: node.estimatedCost,
    details: node.details,
    warning: node.warning?.[language] ?? null,
    children: node.children.map((child) => presentStep(child, language)),
  };
}
