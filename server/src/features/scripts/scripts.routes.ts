import { executionStatusSchema } from '@sextant/contract/executions';
import {
  type PythonModule,
  type Script,
  type ScriptDetail,
  scriptEndpoints,
  scriptSchema,
} from '@sextant/contract/scripts';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import { moduleHint } from './python/module-hint.ts';
import type { KnownModule } from './python/module-interfaces.ts';
import { categoryName } from './script-categories.ts';
import type { CurrentScript, ListedScript, ScriptsService } from './scripts.service.ts';

/** API v1: `/scripts`. */
export function registerScriptRoutes(
  app: FastifyInstance,
  deps: { scripts: ScriptsService; userNames: (ids: readonly string[]) => Promise<Map<string, string>> },
): void {
  const { scripts, userNames } = deps;

  registerV1(app, scriptEndpoints, {
    async list({ query }) {
      const { q, category, is_active: isActive, origin, limit, offset } = query;
      const found = await scripts.list({ q, category, isActive, origin });
      const page = found.slice(offset, offset + limit);
      return {
        scripts: page.map(present),
        total: found.length,
        has_more: offset + page.length < found.length,
      };
    },
    async categories({ language }) {
      const counts = new Map<string, number>();
      for (const { row } of await scripts.list({}))
        counts.set(row.category, (counts.get(row.category) ?? 0) + 1);
      return {
        categories: [...counts].map(([id, count]) => ({
          id,
          name: categoryName(id)[language],
          scripts_count: count,
        })),
      };
    },
    modules: async ({ language }) => ({
      modules: (await scripts.modules()).map((one) => presentModule(one, language)),
    }),
    scan: ({ principal }) => scripts.scan(principal),
    get: async ({ params }) => presentDetail(await scripts.get(params.id)),
    async versions({ params }) {
      const versions = await scripts.versions(params.id);
      const names = await userNames(versions.flatMap((one) => one.author_id ?? []));
      return {
        versions: versions.map(({ version, sha256, source, created_at, author_id }) => ({
          version,
          sha256,
          source,
          created_at,
          author: names.get(author_id ?? '') ?? null,
        })),
      };
    },
    async save({ principal, params, body }) {
      const { category, frequency, language, source } = body;
      return presentDetail(
        await scripts.save(principal, { id: params.id, category, frequency }, language, source),
      );
    },
    setActive: async ({ principal, params, body }) =>
      presentDetail(await scripts.setActive(principal, params.id, body.is_active)),
    async test({ principal, params, body, signal, language }) {
      const { max_rows: maxRows, timeout_seconds: seconds } = body;
      const run = await scripts.test(principal, params.id, body.params, {
        maxRows,
        timeoutMs: seconds * 1000,
        signal,
      });
      const { error } = run;
      return {
        status: error === null ? ('success' as const) : ('failed' as const),
        rows_count: run.rowsCount,
        truncated: run.truncated,
        execution_time: run.executionTime,
        rows: run.rows,
        log: run.log,
        error: error && { message: error.text[language], line: error.line, details: error.details },
      };
    },
    async run({ principal, params, body }) {
      const { id, status } = await scripts.run(principal, params.id, body.params);
      return { execution_id: id, status: executionStatusSchema.parse(status) };
    },
  });
}

function present({ row, description }: ListedScript): Script {
  return scriptSchema.parse({
    ...row,
    is_active: row.is_active === 1,
    table_name: description.table.name,
    parameters_count: description.parameters.length,
  });
}

function presentDetail(script: CurrentScript): ScriptDetail {
  const { row, version, description } = script;
  return {
    ...present(script),
    parameters: description.parameters,
    key: description.table.key,
    source: version.source,
    sha256: version.sha256,
    path: row.path,
  };
}

function presentModule(known: KnownModule, language: Language): PythonModule {
  const { name, status, version, functionsCount, problem, failures, seconds, readAt } = known;
  return {
    name,
    status,
    version,
    functions_count: functionsCount,
    problem: problem?.[language] ?? null,
    hint: moduleHint(known)?.[language] ?? null,
    failures,
    seconds,
    read_at: readAt,
  };
}
