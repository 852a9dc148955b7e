import { accountEndpoints } from '@sextant/contract/accounts';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../../platform/audit/audit.ts';
import { downloadHeaders } from '../../platform/http/download-headers.ts';
import { registerV1, Streamed } from '../../platform/http/v1-routes.ts';
import type { AccountNotices } from './account-notices.ts';
import type { AccountRemediesService } from './account-remedies.service.ts';
import type { AccountsService } from './accounts.service.ts';
import { accountsCsv } from './accounts-csv.ts';

interface FilterQuery {
  q?: string | undefined;
  connection_id?: string | undefined;
  engine?: string | undefined;
  class_id?: string | undefined;
  kind?: string | undefined;
  grade?: string | undefined;
  is_superuser?: boolean | undefined;
  is_locked?: boolean | undefined;
  is_system?: boolean | undefined;
  state?: string | undefined;
  expires_within_days?: number | undefined;
}

function filterOf(query: FilterQuery) {
  return {
    q: query.q,
    connectionId: query.connection_id,
    engine: query.engine,
    classId: query.class_id,
    kind: query.kind,
    grade: query.grade,
    isSuperuser: query.is_superuser,
    isLocked: query.is_locked,
    isSystem: query.is_system,
    state: query.state,
    expiresWithinDays: query.expires_within_days,
  };
}

/** API v1: `/accounts`, `/account-changes`, `/account-notices` and the accounts of one connection. */
export function registerAccountRoutes(
  app: FastifyInstance,
  deps: {
    service: AccountsService;
    remedies: AccountRemediesService;
    notices: AccountNotices;
    audit: Audit;
  },
): void {
  const { service, remedies, notices, audit } = deps;

  registerV1(app, accountEndpoints, {
    async list({ principal, query: { sort, order, limit, offset, ...query } }) {
      const page = { limit, offset };
      const { accounts, total } = await service.list(principal, filterOf(query), { sort, order }, page);
      return { accounts, total, has_more: offset + accounts.length < total };
    },
    async export({ principal, query: { sort, order, ...query }, language }) {
      const pages = service.all(principal, filterOf(query), { sort, order });
      return new Streamed(accountsCsv(pages, language), downloadHeaders('accounts', 'csv'));
    },
    statistics: ({ principal }) => service.statistics(principal),
    get: ({ principal, params }) => service.get(principal, params.id),
    async changes({ principal, query: { connection_id, account_id, limit, offset, ...filter } }) {
      const within = { ...filter, connectionId: connection_id, accountId: account_id };
      const { changes, total } = await service.changes(principal, within, { limit, offset });
      return { changes, total, has_more: offset + changes.length < total };
    },
    syncState: ({ principal, params }) => service.syncState(principal, params.id),
    sync: async ({ principal, params }) => (await service.synchronise(principal, params.id)).sync,
    remedy: ({ principal, params, query }) =>
      remedies.show(principal, params.id, { kind: query.kind, classId: query.class_id ?? null }),
    applyRemedy: ({ principal, params, body, address }) =>
      remedies.apply(
        principal,
        params.id,
        {
          kind: body.kind,
          classId: body.class_id ?? null,
          confirm: body.confirm,
          statements: body.statements,
        },
        address,
      ),
    notices: async () => ({ notices: await notices.list() }),
    async createNotice({ principal, body, address }) {
      const notice = await notices.create(body);
      await audit.record(principal, {
        action: 'account_notice.created',
        objectType: 'account_notice',
        objectId: notice.id,
        details: { ...notice },
        address,
      });
      return notice;
    },
    async updateNotice({ principal, params, body, address }) {
      const notice = await notices.update(params.id, body);
      await audit.record(principal, {
        action: 'account_notice.updated',
        objectType: 'account_notice',
        objectId: notice.id,
        details: { ...body },
        address,
      });
      return notice;
    },
    async removeNotice({ principal, params, address }) {
      await notices.remove(params.id);
      await audit.record(principal, {
        action: 'account_notice.deleted',
        objectType: 'account_notice',
        objectId: params.id,
        address,
      });
      return {};
    },
  });
}
