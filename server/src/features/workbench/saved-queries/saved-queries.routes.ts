import {
  type SavedQuery,
  type SavedQueryVersion,
  savedQueryEndpoints,
} from '@sextant/contract/saved-queries';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '../../../platform/auth/principal.ts';
import { registerV1 } from '../../../platform/http/v1-routes.ts';
import { canManage } from './saved-queries.policy.ts';
import type { SavedQueryRow, SavedQueryVersionRow } from './saved-queries.repository.ts';
import type { SavedQueriesService, SavedQueryInput } from './saved-queries.service.ts';

/** API v1: `/saved-queries`. */
export function registerSavedQueryRoutes(app: FastifyInstance, savedQueries: SavedQueriesService): void {
  registerV1(app, savedQueryEndpoints, {
    async list({ principal, query }) {
      const { rows, total } = await savedQueries.list(principal, query);
      return {
        saved_queries: rows.map((row) => toSavedQuery(principal, row)),
        total,
        has_more: query.offset + rows.length < total,
      };
    },

    async get({ principal, params }) {
      return toSavedQuery(principal, await savedQueries.get(principal, params.id));
    },

    async create({ principal, body }) {
      const input = { ...toInput(body), name: body.name, sql: body.sql };
      return toSavedQuery(principal, await savedQueries.create(principal, input));
    },

    async update({ principal, params, body }) {
      const row = await savedQueries.update(principal, params.id, toInput(body), body.base_version);
      return toSavedQuery(principal, row);
    },

    async remove({ principal, params }) {
      await savedQueries.remove(principal, params.id);
      return {};
    },

    async versions({ principal, params }) {
      return { versions: (await savedQueries.versions(principal, params.id)).map(toVersion) };
    },

    async moveFolder({ principal, body }) {
      return { moved: await savedQueries.moveFolder(principal, body.from, body.to) };
    },
  });
}

function toInput(body: Partial<SavedQuery>): SavedQueryInput {
  const { name, folder, description, sql } = body;
  return {
    name,
    folder,
    description,
    sql,
    connectionId: body.connection_id,
    namedParams: body.named_params,
    isShared: body.is_shared,
  };
}

function toSavedQuery(principal: Principal, row: SavedQueryRow): SavedQuery {
  return {
    id: row.id,
    name: row.name,
    folder: row.folder,
    description: row.description,
    connection_id: row.connection_id,
    sql: row.sql,
    named_params: parseParams(row.named_params),
    is_shared: row.is_shared === 1,
    version: row.version,
    owner: row.owner,
    can_manage: canManage(principal, row),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function toVersion(row: SavedQueryVersionRow): SavedQueryVersion {
  return {
    version: row.version,
    sql: row.sql,
    named_params: parseParams(row.named_params),
    author: row.author,
    created_at: row.created_at,
  };
}

function parseParams(text: string): SavedQuery['named_params'] {
  return JSON.parse(text) as SavedQuery['named_params'];
}
