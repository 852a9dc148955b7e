import type { Language } from '@sextant/contract/text';
import { type Validation, workbenchEndpoints } from '@sextant/contract/workbench';
import { formatSql } from '@sextant/sql/format';
import type { FastifyInstance } from 'fastify';
import { registerV1 } from '../../platform/http/v1-routes.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StatementCheck, StatementCheckService } from './statement-check.service.ts';

const { validate, format } = workbenchEndpoints;

/** API v1: what can be said of a statement, and its layout, without running it. */
export function registerStatementCheckRoutes(
  app: FastifyInstance,
  deps: { connections: ConnectionsService; checks: StatementCheckService },
): void {
  const { connections, checks } = deps;
  registerV1(
    app,
    { validate, format },
    {
      async validate({ principal, params, body, language, signal }) {
        const connection = await connections.get(principal, params.id);
        return toValidation(await checks.checkStatement({ connection, sql: body.sql, signal }), language);
      },

      async format({ principal, params, body }) {
        const connection = await connections.get(principal, params.id);
        return { sql: await formatSql(body.sql, connection.engine.dialect) };
      },
    },
  );
}

function toValidation({ refusal, findings, ...check }: StatementCheck, language: Language): Validation {
  return {
    ...check,
    refusal: refusal && {
      code: refusal.code,
      construct: refusal.construct,
      message: refusal.text[language],
      from: refusal.from,
      to: refusal.to,
    },
    findings: findings.map(({ text, ...finding }) => ({ ...finding, message: text[language] })),
  };
}
