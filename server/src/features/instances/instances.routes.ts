import { Readable } from 'node:stream';
import { instanceEndpoints } from '@sextant/contract/instances';
import type { Language } from '@sextant/contract/text';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../platform/auth/principal.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import { databaseTypes } from './database-types.ts';
import type { createInstanceImport, PlannedRow } from './import-instances.ts';
import { countInstances } from './instance-statistics.ts';
import { type InstanceView, presentInstance, presentProblem, presentTag } from './instance-view.ts';
import type { InstancesService } from './instances.service.ts';
import type { TagsService } from './tags.service.ts';
import { writeInstancesCsv } from './write-instances-csv.ts';

/** API v1: `/instances`, `/instance-tags` and `/database-types`. */
export function registerInstanceRoutes(
  app: FastifyInstance,
  deps: {
    service: InstancesService;
    tags: TagsService;
    importCsv: ReturnType<typeof createInstanceImport>;
    ownerNames: (ids: readonly string[]) => Promise<Map<string, string>>;
    credentialNames: (ids: readonly string[]) => Promise<Map<string, string>>;
  },
): void {
  const { service, tags, importCsv, ownerNames, credentialNames } = deps;
  const credentialIds = (views: readonly InstanceView[]) =>
    views.flatMap(({ connection }) => connection.credentialId ?? []);

  async function present(principal: Principal, views: readonly InstanceView[], language: Language) {
    const [owners, credentials] = await Promise.all([
      ownerNames(views.map(({ connection }) => connection.ownerId)),
      credentialNames(credentialIds(views)),
    ]);
    return views.map((view) => presentInstance(view, { owners, credentials }, principal, language));
  }

  async function presentOne(principal: Principal, view: InstanceView, language: Language) {
    const [presented] = await present(principal, [view], language);
    return presented as NonNullable<typeof presented>;
  }

  registerV1(app, instanceEndpoints, {
    async list({ principal, query, language }) {
      const { views, total } = await service.list(principal, query);
      return {
        instances: await present(principal, views, language),
        total,
        has_more: query.offset + views.length < total,
      };
    },
    statistics: async ({ principal }) => countInstances(await service.all(principal)),
    async export({ principal, query }) {
      const listed = await service.list(principal, query);
      const views = listed.views.filter(({ connection }) => connection.kind === 'own');
      const csv = writeInstancesCsv(views, await credentialNames(credentialIds(views)));
      return new Streamed(Readable.from([csv]), {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="instances.csv"',
      });
    },
    async import({ principal, address, body, language }) {
      const { created, updated, rows } = await importCsv({ principal, address }, body.csv, body.mode);
      return {
        created,
        updated,
        is_dry_run: body.mode === 'check',
        rows: rows.map((row) => presentRow(row, language)),
      };
    },
    async bulk({ principal, address, body }) {
      const actor = { principal, address };
      const count =
        body.action === 'remove'
          ? await service.removeMany(actor, body.ids)
          : await service.updateMany(actor, body.ids, body.changes);
      return { count };
    },
    create: async ({ principal, address, body, language }) =>
      presentOne(principal, await service.create({ principal, address }, body), language),
    get: async ({ principal, params, language }) =>
      presentOne(principal, await service.get(principal, params.id), language),
    update: async ({ principal, address, params, body, language }) =>
      presentOne(principal, await service.update({ principal, address }, params.id, body), language),
    check: async ({ principal, params, signal, language }) =>
      presentOne(principal, await service.check(principal, params.id, signal), language),
    async checks({ principal, params, query, language }) {
      const { rows, total, up } = await service.checks(principal, params.id, query);
      return {
        checks: rows.map((row) => ({
          at: row.at,
          is_up: row.is_up === 1,
          version: row.version,
          latency_ms: row.latency_ms,
          error: presentProblem(row.error, language),
        })),
        total,
        has_more: query.offset + rows.length < total,
        availability_percent: total === 0 ? null : Math.round((up / total) * 10_000) / 100,
      };
    },
    async tags({ principal }) {
      const views = await service.all(principal);
      const carried = views.flatMap((view) => view.tags.map(({ id }) => id));
      const all = await tags.list();
      return {
        tags: all.map((tag) => ({ ...presentTag(tag), count: carried.filter((id) => id === tag.id).length })),
      };
    },
    createTag: async ({ principal, body }) => presentTag(await tags.create(principal, body)),
    updateTag: async ({ principal, params, body }) =>
      presentTag(await tags.update(principal, params.id, body)),
    async removeTag({ principal, params }) {
      await tags.remove(principal, params.id);
      return {};
    },
    async databaseTypes({ principal }) {
      const { by_driver } = countInstances(await service.all(principal));
      return {
        database_types: databaseTypes(new Map(by_driver.map(({ driver, count }) => [driver, count]))),
      };
    },
  });
}

function presentRow({ row, name, existing, errors }: PlannedRow, language: Language) {
  const outcome = existing ? ('update' as const) : ('create' as const);
  return {
    row,
    name,
    outcome: errors.length > 0 ? ('error' as const) : outcome,
    errors: errors.map(({ column, text }) => ({ column, message: text[language] })),
  };
}
