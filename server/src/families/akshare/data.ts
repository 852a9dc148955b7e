import { executionStatusSchema } from '@sextant/contract/executions';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ScriptsService } from '../../features/scripts/scripts.service.ts';
import { targetTable } from '../../features/scripts/target-table.ts';
import { durationSeconds, type ExecutionsService } from '../../features/tasks/executions.service.ts';
import { defineOperations } from '../../platform/http/family.ts';
import { registerOperations } from '../../platform/http/family-routes.ts';
import { maskParams } from '../../platform/secrets/sealed-params.ts';
import { akshareSpeaker } from './envelope.ts';
import { NumberedError } from './error-numbers.ts';
import { failureOf, type NamedExecution, presentStarted, startedSchema } from './executions.ts';
import { interfaceOf } from './interface-names.ts';
import { parameterValuesSchema } from './parameters.ts';

const paramsSchema = z.object({ execution_id: z.string().min(1).max(100) });

export const dataOperations = defineOperations({
  download: {
    method: 'POST',
    path: '/data/download',
    access: 'create',
    summary: '手动下载数据：运行一次接口，写入它的数据表',
    body: z.object({
      interface_id: z
        .union([z.number().int().min(1), z.string().min(1).max(100)])
        .describe('接口的整数 id，也可以是名称'),
      parameters: parameterValuesSchema.default({}),
    }),
    data: startedSchema,
  },
  status: {
    method: 'GET',
    path: '/data/download/{execution_id}/status',
    access: 'scheduler:view',
    summary: '获取下载状态',
    params: paramsSchema,
    data: z.object({
      execution_id: z.string(),
      status: executionStatusSchema,
      progress: z.number().describe('0 到 100，由脚本报告'),
      rows_affected: z.number().describe('下载结束前为 0'),
    }),
  },
  result: {
    method: 'GET',
    path: '/data/download/{execution_id}/result',
    access: 'scheduler:view',
    summary: '获取下载结果；失败的下载以错误 5003 说明原因',
    params: paramsSchema,
    data: z.object({
      status: executionStatusSchema,
      rows_affected: z.number(),
      table_name: z.string().nullable(),
      execution_time: z.number().describe('秒；未结束时为已用时间'),
    }),
  },
});

/** akshare: `/data`. */
export function registerData(
  app: FastifyInstance,
  { scripts, executions }: { scripts: ScriptsService; executions: ExecutionsService },
): void {
  /** The table that an execution fills; before its end the script tells, null when what it was given names none. */
  async function tableOf(row: NamedExecution): Promise<string | null> {
    if (row.table_name !== null || row.script_id === null) return row.table_name;
    const { description } = await scripts.get(row.script_id);
    try {
      return targetTable(description, maskParams(row.params)).name;
    } catch {
      return null;
    }
  }

  const scriptId = async (name: string | number) => (await interfaceOf(scripts, String(name))).row.id;

  registerOperations(app, akshareSpeaker, dataOperations, {
    download: async ({ principal, body }) =>
      presentStarted(await scripts.run(principal, await scriptId(body.interface_id), body.parameters)),
    async status({ principal, params }) {
      const { id, status, progress, rows_affected } = await executions.get(principal, params.execution_id);
      return {
        execution_id: id,
        status: executionStatusSchema.parse(status),
        progress: status === 'completed' ? 100 : progress,
        rows_affected: rows_affected ?? 0,
      };
    },
    async result({ principal, params }) {
      const row = await executions.get(principal, params.execution_id);
      if (['failed', 'timeout', 'cancelled'].includes(row.status)) throw downloadFailed(row);
      return {
        status: executionStatusSchema.parse(row.status),
        rows_affected: row.rows_affected ?? 0,
        table_name: await tableOf(row),
        execution_time: durationSeconds(row) ?? secondsSince(row.started_at),
      };
    },
  });
}

function downloadFailed(row: NamedExecution): NumberedError {
  const cancelled = { zh: '下载已取消', en: 'The download was cancelled' };
  const failure = row.status === 'cancelled' ? null : failureOf(row);
  return new NumberedError(5003, failure?.text ?? cancelled);
}

function secondsSince(startedAt: string | null): number {
  return startedAt === null ? 0 : Math.max(0, Date.now() - Date.parse(startedAt)) / 1000;
}
