import type { GoldenRun, GoldenSettings, GoldenSummary } from '@sextant/contract/golden-questions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import { ExecutionError, type ExecutionHandler, type ExecutionRow } from '../../platform/jobs/execution.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { ConnectionsService } from '../connections/connections.service.ts';
import type { StoredConnection } from '../connections/stored-connection.ts';
import type { GoldenQuestionsService } from '../knowledge/golden-questions.service.ts';
import { builtinModel } from '../models/builtin-model.ts';
import { type ModelsService, unknownModel } from '../models/models.service.ts';
import type { NotificationsService } from '../notifications/notifications.service.ts';
import type { GoldenRunner } from './golden-run.ts';
import { defaultModel, type GoldenRunRow, type GoldenRunsRepository } from './golden-runs.repository.ts';

export type RunReason = GoldenRun['reason'];

/** The task type under which runs are executions. */
export const goldenTaskType = 'golden_questions';
const timeoutSeconds = 4 * 60 * 60;

/** Starts runs of golden questions, works them off in the background, and tells of what they broke. */
export function createGoldenRunsService(deps: {
  runs: GoldenRunsRepository;
  questions: Pick<GoldenQuestionsService, 'all' | 'openForChange'>;
  connections: Pick<ConnectionsService, 'get'>;
  models: Pick<ModelsService, 'resolve' | 'defaultId'>;
  principalOf: (userId: string) => Promise<Principal | null>;
  runner: GoldenRunner;
  jobs: Pick<Jobs, 'enqueue'>;
  notify: NotificationsService['notify'];
  audit: Audit;
}) {
  const { runs, questions, connections, models, principalOf, runner, jobs, notify, audit } = deps;

  async function modelOf(principal: Principal, modelId: string) {
    const id = modelId === defaultModel ? await models.defaultId(principal) : modelId;
    const model = await models.resolve(principal, id);
    if (!model) throw unknownModel(id);
    return model;
  }

  async function start(
    principal: Principal,
    connection: StoredConnection,
    modelId: string,
    reason: RunReason,
  ): Promise<GoldenRunRow> {
    const model = await modelOf(principal, modelId);
    if ((await questions.all(connection.id)).length === 0) throw nothingToAsk(connection);
    const id = model.kind === 'builtin' ? builtinModel.modelId : model.id;
    const compared = reason === 'model' ? runs.latest(connection.id) : runs.previous(connection.id, id);
    const previous = await compared;
    const run = await runs.add({
      connection_id: connection.id,
      execution_id: null,
      model_id: id,
      model: model.modelId,
      reason,
      status: 'running',
      started_by: principal.username,
      previous_id: previous?.id ?? null,
    });
    const [execution] = await jobs.enqueue([
      {
        taskType: goldenTaskType,
        triggeredBy: reason === 'manual' ? 'manual' : 'scheduler',
        params: { golden_run_id: run.id, connection_id: connection.id, connection: connection.name },
        userId: principal.userId,
        exclusiveKey: `golden:${connection.id}`,
        maxAttempts: 1,
        timeoutSeconds,
      },
    ]);
    const executionId = execution?.id ?? null;
    await runs.update(run.id, { execution_id: executionId });
    return { ...run, execution_id: executionId };
  }

  /** An automatic run that cannot start, for want of its model, shows among the others and holds none of them up. */
  async function cannotStart(
    { username }: Principal,
    connection: StoredConnection,
    modelId: string,
    reason: RunReason,
    error: unknown,
  ): Promise<void> {
    if (!(error instanceof AppError)) throw error;
    const about = { connection_id: connection.id, execution_id: null, model_id: modelId, model: modelId };
    const run = await runs.add({
      ...about,
      reason,
      status: 'failed',
      started_by: username,
      previous_id: null,
    });
    await runs.update(run.id, { ended_at: run.created_at, error: error.message });
  }

  /** Tells who had it run that questions which were right are not any more. */
  async function tellBroken(userId: string, connection: StoredConnection, run: GoldenRunRow): Promise<void> {
    const row = await runs.find(connection.id, run.id);
    const summary = row?.summary ? (JSON.parse(row.summary) as GoldenSummary) : null;
    if (!summary || summary.broken.length === 0) return;
    const { length: count } = summary.broken;
    const first = summary.broken[0]?.question ?? '';
    await notify(
      { userIds: [userId] },
      {
        kind: 'golden_broken',
        title: {
          zh: `「${connection.name}」有 ${count} 个黄金问题不再答对`,
          en: `${count} golden question${count === 1 ? ' is' : 's are'} no longer right on "${connection.name}"`,
        },
        body: { zh: `例如：${first}`, en: `For example: ${first}` },
        link: `/settings/knowledge/golden?connection=${connection.id}&run=${run.id}`,
      },
    );
  }

  const handle: ExecutionHandler = async (running) => {
    const { execution } = running;
    const params = JSON.parse(execution.params) as { golden_run_id: string; connection_id: string };
    const run = await runs.find(params.connection_id, params.golden_run_id);
    const principal = execution.user_id === null ? null : await principalOf(execution.user_id);
    if (!run || !principal) throw new ExecutionError(gone, { final: true });
    try {
      const connection = await connections.get(principal, run.connection_id);
      const outcome = await runner(run, principal, connection, running);
      await tellBroken(principal.userId, connection, run);
      return outcome;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const cancelled = running.signal.aborted ? ({ status: 'cancelled', error: null } as const) : null;
      const failed = cancelled ?? { status: 'failed', error: message };
      await runs.update(run.id, { ...failed, ended_at: new Date().toISOString() });
      throw error;
    }
  };

  return {
    handle,

    /** A run whose execution ended before or without its handler is over too. */
    async closeUnfinished(execution: ExecutionRow, status: string): Promise<void> {
      if (execution.task_type !== goldenTaskType) return;
      const params = JSON.parse(execution.params) as { golden_run_id: string; connection_id: string };
      const run = await runs.find(params.connection_id, params.golden_run_id);
      if (run?.status !== 'running') return;
      const ended = status === 'cancelled' ? 'cancelled' : 'failed';
      await runs.update(run.id, { status: ended, ended_at: new Date().toISOString() });
    },

    /** Starts a run in the background; 422 when there is nothing to ask. */
    async start(principal: Principal, connectionId: string, modelId: string): Promise<GoldenRunRow> {
      const connection = await questions.openForChange(principal, connectionId);
      const run = await start(principal, connection, modelId, 'manual');
      await audit.record(principal, {
        action: 'golden_run.started',
        objectType: 'connection',
        objectId: connectionId,
        details: { name: connection.name, model: run.model },
      });
      return run;
    },

    async settings(connectionId: string): Promise<GoldenSettings> {
      const row = await runs.settings(connectionId);
      return { is_automatic: row?.is_automatic === 1, model_id: row?.model_id ?? builtinModel.modelId };
    },

    async saveSettings(
      principal: Principal,
      connectionId: string,
      settings: GoldenSettings,
    ): Promise<GoldenSettings> {
      const connection = await questions.openForChange(principal, connectionId);
      const model = await modelOf(principal, settings.model_id);
      const named = model.kind === 'builtin' ? builtinModel.modelId : model.id;
      await runs.saveSettings({
        connection_id: connectionId,
        is_automatic: settings.is_automatic ? 1 : 0,
        model_id: settings.model_id === defaultModel ? defaultModel : named,
        user_id: principal.userId,
      });
      await audit.record(principal, {
        action: 'golden_settings.updated',
        objectType: 'connection',
        objectId: connectionId,
        details: { name: connection.name, ...settings },
      });
      return this.settings(connectionId);
    },

    /** Starts the automatic runs whose time has come, in the name of who switched them on. */
    async startDue(): Promise<void> {
      for (const due of await runs.takeDue(new Date().toISOString())) {
        const principal = await principalOf(due.user_id);
        if (!principal) continue;
        const connection = await connections.get(principal, due.connection_id).catch(() => null);
        if (!connection || (await questions.all(connection.id)).length === 0) continue;
        const reason = (due.due_reason ?? 'schema') as RunReason;
        await start(principal, connection, due.model_id, reason).catch((error: unknown) =>
          cannotStart(principal, connection, due.model_id, reason, error),
        );
      }
    },

    async list(connectionId: string, page: { limit: number; offset: number }) {
      const { rows, total } = await runs.list(connectionId, page);
      return { runs: rows.map(presentRun), total };
    },

    async get(connectionId: string, id: string): Promise<GoldenRunRow> {
      const row = await runs.find(connectionId, id);
      if (!row) throw notFound({ zh: '评测', en: 'Run' }, id);
      return row;
    },
    outcomes: runs.outcomes,
    verdicts: runs.verdicts,
    latest: runs.latest,
  };
}

export type GoldenRunsService = ReturnType<typeof createGoldenRunsService>;

const gone = {
  zh: '这次评测或发起它的用户已不存在',
  en: 'The run or the user who started it is gone',
};

function nothingToAsk(connection: StoredConnection) {
  return invalid('connection_id', {
    zh: `「${connection.name}」还没有黄金问题，请先添加`,
    en: `"${connection.name}" has no golden question yet; add one first`,
  });
}

/** A run as API v1 gives it. */
export function presentRun(row: GoldenRunRow): GoldenRun {
  return {
    ...row,
    reason: row.reason as GoldenRun['reason'],
    status: row.status as GoldenRun['status'],
    summary: row.summary === null ? null : (JSON.parse(row.summary) as GoldenSummary),
  };
}
