import type { MetadataDatabase } from '../../platform/db/open-database.ts';

/** Whose objects are counted: everybody's, or those that one user sees. */
export type Scope = { userId: string } | 'all';

export interface TimedCount {
  /** Ten minutes, as the beginning of an ISO time: `2026-01-05T08:3`. */
  slot: string;
  status: string;
  count: number;
}

/**
 * Counts over the tables of other features. It only counts: what a row means and who may see it stays with them, and
 * is asked of them where more than a number is shown.
 */
export function createDashboardRepository(db: MetadataDatabase) {
  function connections(scope: Scope) {
    const query = db.selectFrom('connections');
    if (scope === 'all') return query;
    return query.where((row) =>
      row.or([row('connections.owner_id', '=', scope.userId), row('connections.is_shared', '=', 1)]),
    );
  }

  function tasks(scope: Scope) {
    const query = db.selectFrom('tasks');
    return scope === 'all' ? query : query.where('owner_id', '=', scope.userId);
  }

  function executions(scope: Scope) {
    const query = db.selectFrom('executions');
    if (scope === 'all') return query;
    return query
      .leftJoin('tasks', 'tasks.id', 'executions.task_id')
      .where((row) =>
        row.or([row('executions.user_id', '=', scope.userId), row('tasks.owner_id', '=', scope.userId)]),
      ) as unknown as typeof query;
  }

  function questions(scope: Scope) {
    const query = db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
      .where('messages.role', '=', 'user');
    return scope === 'all' ? query : query.where('conversations.user_id', '=', scope.userId);
  }

  function queryRuns(scope: Scope) {
    const query = db.selectFrom('query_runs');
    return scope === 'all' ? query : query.where('user_id', '=', scope.userId);
  }

  return {
    async connectionCount(scope: Scope): Promise<number> {
      const { count } = await connections(scope)
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** Instances, which are the connections that people added or were given, by the health that their last check found; null where there was none. */
    async health(scope: Scope): Promise<{ health: string | null; count: number }[]> {
      const rows = await connections(scope)
        .where('connections.kind', 'in', ['own', 'sample'])
        .leftJoin('instances', 'instances.connection_id', 'connections.id')
        .select((row) => ['instances.health', row.fn.countAll<number>().as('count')])
        .groupBy('instances.health')
        .execute();
      return rows.map(({ health, count }) => ({ health, count: Number(count) }));
    },

    async users(): Promise<{ total: number; active: number }> {
      const row = await db
        .selectFrom('users')
        .select((part) => [
          part.fn.countAll<number>().as('total'),
          part.fn.sum<number | null>('is_active').as('active'),
        ])
        .executeTakeFirstOrThrow();
      return { total: Number(row.total), active: Number(row.active ?? 0) };
    },

    async tasks(scope: Scope): Promise<{ total: number; active: number }> {
      const row = await tasks(scope)
        .select((part) => [
          part.fn.countAll<number>().as('total'),
          part.fn.sum<number | null>('is_active').as('active'),
        ])
        .executeTakeFirstOrThrow();
      return { total: Number(row.total), active: Number(row.active ?? 0) };
    },

    async executions(scope: Scope, since: string): Promise<{ status: string; count: number }[]> {
      const rows = await executions(scope)
        .select((row) => ['executions.status', row.fn.countAll<number>().as('count')])
        .where('executions.created_at', '>=', since)
        .groupBy('executions.status')
        .execute();
      return rows.map(({ status, count }) => ({ status, count: Number(count) }));
    },

    async tables(): Promise<{ total: number; rows: number; failing: number }> {
      const row = await db
        .selectFrom('collected_tables')
        .select((part) => [
          part.fn.countAll<number>().as('total'),
          part.fn.sum<number | null>('rows_count').as('rows'),
          part.fn
            .sum<number | null>(part.case().when('failed_checks', '<>', '[]').then(1).else(0).end())
            .as('failing'),
        ])
        .where('columns', '<>', '[]')
        .executeTakeFirstOrThrow();
      return { total: Number(row.total), rows: Number(row.rows ?? 0), failing: Number(row.failing ?? 0) };
    },

    async questions(scope: Scope, since?: string): Promise<number> {
      let query = questions(scope);
      if (since !== undefined) query = query.where('messages.created_at', '>=', since);
      const { count } = await query
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async queryRuns(scope: Scope, since?: string): Promise<number> {
      let query = queryRuns(scope);
      if (since !== undefined) query = query.where('created_at', '>=', since);
      const { count } = await query
        .select((row) => row.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    async logEntries(): Promise<number> {
      const row = await db
        .selectFrom('log_counts')
        .select((part) => part.fn.sum<number | null>('count').as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count ?? 0);
    },

    async firingAlerts(): Promise<number> {
      const { count } = await db
        .selectFrom('alerts')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('state', '=', 'firing')
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    executionsOverTime: (scope: Scope, since: string): Promise<TimedCount[]> =>
      executions(scope)
        .select((row) => [
          row.fn<string>('substr', ['executions.created_at', row.lit(1), row.lit(15)]).as('slot'),
          'executions.status',
          row.fn.countAll<number>().as('count'),
        ])
        .where('executions.created_at', '>=', since)
        .groupBy(['slot', 'executions.status'])
        .execute(),

    queryRunsOverTime: (scope: Scope, since: string): Promise<TimedCount[]> =>
      queryRuns(scope)
        .select((row) => [
          row.fn<string>('substr', ['created_at', row.lit(1), row.lit(15)]).as('slot'),
          'status',
          row.fn.countAll<number>().as('count'),
        ])
        .where('created_at', '>=', since)
        .groupBy(['slot', 'status'])
        .execute(),

    questionsOverTime: (scope: Scope, since: string): Promise<TimedCount[]> =>
      questions(scope)
        .select((row) => [
          row.fn<string>('substr', ['messages.created_at', row.lit(1), row.lit(15)]).as('slot'),
          'messages.role as status',
          row.fn.countAll<number>().as('count'),
        ])
        .where('messages.created_at', '>=', since)
        .groupBy(['slot', 'messages.role'])
        .execute(),

    async queue(): Promise<{ running: number; pending: number; oldestPendingAt: string | null }> {
      const rows = await db
        .selectFrom('executions')
        .select((row) => ['status', row.fn.countAll<number>().as('count'), row.fn.min('due_at').as('oldest')])
        .where('status', 'in', ['running', 'pending'])
        .groupBy('status')
        .execute();
      const of = (status: string) => rows.find((row) => row.status === status);
      return {
        running: Number(of('running')?.count ?? 0),
        pending: Number(of('pending')?.count ?? 0),
        oldestPendingAt: of('pending')?.oldest ?? null,
      };
    },
  };
}

export type DashboardRepository = ReturnType<typeof createDashboardRepository>;
