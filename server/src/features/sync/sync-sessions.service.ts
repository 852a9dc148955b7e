import type { SyncKind } from '@sextant/contract/sync-sessions';
import type { Audit } from '../../platform/audit/audit.ts';
import type { Principal } from '../../platform/auth/principal.ts';
import { AppError, invalid, notFound } from '../../platform/errors/app-error.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { TaskTypes } from '../tasks/task-types.ts';
import type { SessionRunner } from './session-runner.ts';
import type { CountedSession, SessionFilter, SyncRepository, SyncSessionRow } from './sync.repository.ts';
import type { SyncTargets, TargetFilter } from './sync-targets.ts';
import type { InstanceWork, WholeWork } from './sync-work.ts';

const dayMs = 86_400_000;
const sessionTimeoutSeconds = 6 * 3600;
const keepDays = 180;
const sessionThing = { zh: '同步会话', en: 'Synchronisation session' };
const targetParams = new Set(['instances', 'driver', 'environment', 'tag']);

/** Sessions: one execution of the task system that works through instances, by hand or on schedule. */
export function createSyncSessions(deps: {
  sync: SyncRepository;
  jobs: Jobs;
  taskTypes: TaskTypes;
  runner: SessionRunner;
  targets: SyncTargets;
  audit: Audit;
}) {
  const { sync, jobs, taskTypes, runner, targets, audit } = deps;
  /** By kind; null for work that is not about single instances. */
  const works = new Map<SyncKind, InstanceWork | null>();

  const seesAll = (principal: Principal) =>
    principal.permissions.has('scheduler:manage') || principal.permissions.has('admin');
  const ownOnly = (principal: Principal) => (seesAll(principal) ? undefined : principal.userId);

  async function get(principal: Principal, id: string): Promise<CountedSession> {
    await sync.settle();
    const session = await sync.find(id);
    if (!session || !(seesAll(principal) || session.user_id === principal.userId)) {
      throw notFound(sessionThing, id);
    }
    return session;
  }

  function addType(kind: SyncKind, knownParams: ReadonlySet<string>): void {
    taskTypes.add({
      id: kind,
      async check({ params }) {
        const unknown = Object.keys(params).find((name) => !knownParams.has(name));
        if (unknown === undefined) return;
        const known = [...knownParams].join(', ');
        throw invalid(`params.${unknown}`, {
          zh: `「${kind}」任务没有参数「${unknown}」，可用：${known || '无'}`,
          en: `Tasks of type ${kind} have no parameter "${unknown}"; there are: ${known || 'none'}`,
        });
      },
    });
  }

  return {
    get,

    /** Says what a kind of session does at each instance; before the jobs start. */
    addInstanceWork(work: InstanceWork): void {
      works.set(work.kind, work);
      addType(work.kind, targetParams);
      jobs.handle(work.kind, (running) => runner.runInstanceWork(work, running));
    },

    /** Says what a kind of session does that is not about single instances; `params` are what its tasks may set. */
    addWholeWork(work: WholeWork, params: readonly string[] = []): void {
      works.set(work.kind, null);
      addType(work.kind, new Set(params));
      jobs.handle(work.kind, (running) => runner.runWholeWork(work, running));
    },

    /**
     * Starts a session now, in the name of `principal`. 404 names an instance that they do not see; 422 when there is
     * none to work on.
     */
    async run(
      principal: Principal,
      { kind, ...filter }: TargetFilter & { kind: SyncKind },
    ): Promise<CountedSession> {
      const work = works.get(kind);
      if (work === undefined) throw unknownKind(kind);
      if (work === null) return start(principal, kind, {});
      const chosen = await targets.choose(await targets.visible(principal.userId), filter);
      const suited = chosen.filter((instance) => work.suits?.(instance) ?? true);
      if (suited.length === 0) throw nothingToDo(kind);
      return start(principal, kind, { ...filter });
    },

    async list(principal: Principal, filter: Omit<SessionFilter, 'userId'>) {
      await sync.settle();
      return sync.list({ ...filter, userId: ownOnly(principal) });
    },

    async records(
      principal: Principal,
      id: string,
      filter: Parameters<SyncRepository['records']>[1],
    ): ReturnType<SyncRepository['records']> {
      return sync.records((await get(principal, id)).id, filter);
    },

    /** Stops what runs; what is done stays. 409 when it is over. */
    async cancel(principal: Principal, id: string): Promise<CountedSession> {
      const session = await get(principal, id);
      if (session.status !== 'pending' && session.status !== 'running') {
        throw new AppError('CONFLICT', {
          zh: '这次同步已经结束，不能取消',
          en: 'This session is over and cannot be cancelled',
        });
      }
      await jobs.cancel(session.execution_id);
      await record(principal, 'sync_session.cancelled', session);
      return get(principal, session.id);
    },

    /** The sessions of the last days and the instances that failed most. */
    async recent(principal: Principal, days: number) {
      await sync.settle();
      const since = new Date(Date.now() - days * dayMs).toISOString();
      const userId = ownOnly(principal);
      const [sessions, failing] = await Promise.all([sync.since(since, userId), sync.failing(since, userId)]);
      return { sessions, failing };
    },

    /** How often the sessions that are kept worked on each of these instances without an error. */
    completedCounts: sync.completedCounts,

    removeOld: (days = keepDays): Promise<number> =>
      sync.removeBefore(new Date(Date.now() - days * dayMs).toISOString()),
  };

  async function start(principal: Principal, kind: SyncKind, params: Record<string, unknown>) {
    const [execution] = await jobs.enqueue([
      {
        taskType: kind,
        triggeredBy: 'manual',
        userId: principal.userId,
        params,
        timeoutSeconds: sessionTimeoutSeconds,
        maxAttempts: 2,
      },
    ]);
    if (!execution) throw new Error('an execution was not stored');
    const session = await sync.create(execution);
    await record(principal, 'sync_session.started', session);
    return get(principal, session.id);
  }

  async function record(principal: Principal, action: string, session: SyncSessionRow): Promise<void> {
    await audit.record(principal, {
      action,
      objectType: 'sync_session',
      objectId: session.id,
      details: { kind: session.kind },
    });
  }
}

export type SyncSessions = ReturnType<typeof createSyncSessions>;

function unknownKind(kind: string): AppError {
  return invalid('kind', {
    zh: `这个版本还不能执行「${kind}」`,
    en: `This version cannot run "${kind}" yet`,
  });
}

function nothingToDo(kind: string): AppError {
  return invalid('instances', {
    zh: `没有可以执行「${kind}」的实例：请先添加实例，或放宽条件`,
    en: `There is no instance to run "${kind}" at: add one first, or ask for fewer conditions`,
  });
}
