import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError } from '../../platform/errors/app-error.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { presentTime } from '../document-time.ts';
import { whalefallSpeaker } from './envelope.ts';
import type { CountLogs, LogNumbers } from './statistics.ts';

const logHealthSchema = z.object({
  status: z.enum(['healthy', 'warning', 'critical']),
  health_score: z.number(),
  error_count: z.number(),
  error_rate: z.number(),
  total_logs: z.number(),
  last_updated: z.string(),
});

export const healthOperations = defineOperations({
  health: {
    method: 'GET',
    path: '/api/health',
    access: 'public',
    summary: '健康检查；管理员登录后还给出日志的健康状况',
    message: '服务运行正常',
    data: z.object({
      status: z.literal('healthy'),
      timestamp: z.number(),
      version: z.string(),
      logs: logHealthSchema.optional(),
    }),
  },
  detailed: {
    method: 'GET',
    path: '/health/detailed',
    access: 'public',
    summary: '详细健康检查；没有用 Redis 时 redis 为 not_used',
    data: z.object({
      status: z.literal('healthy'),
      database: z.literal('connected'),
      redis: z.literal('not_used'),
      timestamp: z.string(),
      version: z.string(),
    }),
  },
  logHealth: logHealthAt('/unified-logs/api/health'),
  laterLogHealth: logHealthAt('/logs/api/health'),
});

function logHealthAt(path: string) {
  return {
    method: 'GET' as const,
    path,
    access: 'admin' as const,
    summary: '日志健康检查：最近一小时',
    data: logHealthSchema.nullable(),
  };
}

/** Who a token stands for; null without one. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal | null>;

/** whalefall: `/api/health` and `/health/detailed`. */
export function registerHealth(
  app: FastifyInstance,
  deps: {
    version: string;
    databaseAnswers: () => Promise<boolean>;
    countLogs: CountLogs;
    authenticate: Authenticate;
  },
): void {
  const { version, databaseAnswers, countLogs, authenticate } = deps;

  async function requireDatabase(): Promise<void> {
    if (await databaseAnswers()) return;
    throw new AppError('UNAVAILABLE', {
      zh: '元数据库没有响应，请检查它和磁盘',
      en: 'The metadata database does not answer; check it and the disk',
    });
  }

  /** Null for those who may not read the log. */
  async function readLogHealth(principal: Principal) {
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
    const numbers = await countLogs(principal, { from: hourAgo, to: undefined });
    return numbers && logHealth(numbers);
  }

  registerOperations(app, whalefallSpeaker, healthOperations, {
    async health({ request }) {
      await requireDatabase();
      // Open to everybody, so who asks was not found out yet; a token that is no good is as none.
      const principal = await authenticate(request.headers.authorization).catch(() => null);
      const logs = principal && (await readLogHealth(principal));
      return {
        status: 'healthy' as const,
        timestamp: Date.now() / 1000,
        version,
        ...(logs && { logs }),
      };
    },
    async detailed() {
      await requireDatabase();
      return {
        status: 'healthy' as const,
        database: 'connected' as const,
        redis: 'not_used' as const,
        timestamp: presentTime(new Date().toISOString()),
        version,
      };
    },
    logHealth: ({ principal }) => readLogHealth(principal),
    laterLogHealth: ({ principal }) => readLogHealth(principal),
  });
}

/** The original's score: 100 less 10 for each error, 50 at most, and 20 when more than a tenth are errors. */
function logHealth({ error_count, critical_count, error_rate, total_logs }: LogNumbers) {
  const errors = error_count + critical_count;
  const score = 100 - Math.min(errors * 10, 50) - (error_rate > 10 ? 20 : 0);
  const status =
    score >= 90 ? ('healthy' as const) : score >= 70 ? ('warning' as const) : ('critical' as const);
  return {
    status,
    health_score: score,
    error_count: errors,
    error_rate,
    total_logs,
    last_updated: presentTime(new Date().toISOString()),
  };
}
