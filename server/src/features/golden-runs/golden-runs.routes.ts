import { type GoldenVerdict, goldenQuestionEndpoints } from '@sextant/contract/golden-questions';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { GoldenQuestionsService, StoredQuestion } from '../knowledge/golden-questions.service.ts';
import { canExplain } from '../knowledge/knowledge.policy.ts';
import { type GoldenRunsService, presentRun } from './golden-runs.service.ts';

/** API v1: golden questions of a connection, their runs and when these come by themselves. */
export function registerGoldenQuestionRoutes(
  app: FastifyInstance,
  deps: {
    questions: GoldenQuestionsService;
    runs: GoldenRunsService;
    connections: Pick<ConnectionsService, 'get'>;
  },
): void {
  const { questions, runs, connections } = deps;
  registerV1(app, goldenQuestionEndpoints, {
    async list({ principal, params, query }) {
      const connection = await connections.get(principal, params.id);
      const { rows, total } = await questions.list(connection.id, query);
      const latest = await runs.latest(connection.id);
      const verdicts = latest ? await runs.verdicts(latest.id) : new Map<string, GoldenVerdict>();
      return {
        questions: rows.map((row) => presentQuestion(row, verdicts.get(row.id) ?? null)),
        total,
        has_more: query.offset + rows.length < total,
        may_edit: canExplain(principal, connection),
      };
    },
    async add({ principal, params, body }) {
      const row =
        'example_id' in body
          ? await questions.addFromExample(principal, params.id, body.example_id)
          : await questions.add(principal, params.id, body);
      return presentQuestion(row, null);
    },
    update: async ({ principal, params, body }) =>
      presentQuestion(await questions.update(principal, params.id, params.question_id, body), null),
    async remove({ principal, params }) {
      await questions.remove(principal, params.id, params.question_id);
      return {};
    },
    async settings({ principal, params }) {
      await connections.get(principal, params.id);
      return runs.settings(params.id);
    },
    saveSettings: ({ principal, params, body }) => runs.saveSettings(principal, params.id, body),
    start: async ({ principal, params, body }) =>
      presentRun(await runs.start(principal, params.id, body.model_id)),
    async runs({ principal, params, query }) {
      await connections.get(principal, params.id);
      const found = await runs.list(params.id, query);
      return { ...found, has_more: query.offset + found.runs.length < found.total };
    },
    async run({ principal, params }) {
      await connections.get(principal, params.id);
      const row = await runs.get(params.id, params.run_id);
      const before = row.previous_id === null ? new Map() : await runs.verdicts(row.previous_id);
      const outcomes = (await runs.outcomes(row.id)).map(({ run_id: _run, place: _place, ...outcome }) => ({
        ...outcome,
        verdict: outcome.verdict as GoldenVerdict,
        before: before.get(outcome.question_id) ?? null,
      }));
      return { ...presentRun(row), outcomes };
    },
  });
}

function presentQuestion({ question_key: _key, ...row }: StoredQuestion, lastVerdict: GoldenVerdict | null) {
  return { ...row, is_ordered: row.is_ordered === 1, last_verdict: lastVerdict };
}
