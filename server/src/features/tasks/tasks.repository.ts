import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MetadataDatabase } from '../../platform/db/open-database.ts';
import type { Schema } from '../../platform/db/schema.ts';
import { holdsText } from '../../platform/db/text-search.ts';
import { sealParams } from '../../platform/secrets/sealed-params.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';

export type TaskRow = Selectable<Schema['tasks']>;
export type TaskValues = Omit<TaskRow, 'number' | 'id' | 'created_at' | 'updated_at'>;

export interface TaskFilter {
  /** Only this person's tasks. */
  ownerId?: string;
  q?: string;
  isActive?: boolean;
  scriptId?: string;
  taskType?: string;
  /** The newest first unless told. */
  sort?: 'number' | 'name' | 'next_fire_at';
  order?: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** Takes `params` in clear and keeps, and gives, their secrets sealed. */
export function createTasksRepository(db: MetadataDatabase, secrets: SecretBox) {
  const sealed = (params: string, id: string) => sealParams(secrets, JSON.parse(params), id);

  return {
    async list(filter: TaskFilter) {
      let query = db.selectFrom('tasks');
      if (filter.ownerId !== undefined) query = query.where('owner_id', '=', filter.ownerId);
      if (filter.isActive !== undefined) query = query.where('is_active', '=', filter.isActive ? 1 : 0);
      if (filter.scriptId !== undefined) query = query.where('script_id', '=', filter.scriptId);
      if (filter.taskType !== undefined) query = query.where('task_type', '=', filter.taskType);
      if (filter.q) query = query.where(holdsText(['name', 'description'], filter.q));
      const { sort = 'number', order = 'desc' } = filter;
      const rows = await query
        .selectAll()
        .orderBy(sort, order)
        .orderBy('number', order)
        .limit(filter.limit)
        .offset(filter.offset)
        .execute();
      const { total } = await query
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return { rows, total: Number(total) };
    },

    find: (id: string): Promise<TaskRow | undefined> =>
      db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirst(),

    findByNumber: (number: number): Promise<TaskRow | undefined> =>
      db.selectFrom('tasks').selectAll().where('number', '=', number).executeTakeFirst(),

    create: (values: TaskValues): Promise<TaskRow> => {
      const now = new Date().toISOString();
      const id = randomUUID();
      const params = sealed(values.params, id);
      return db
        .insertInto('tasks')
        .values({ ...values, params, id, created_at: now, updated_at: now })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    update: (id: string, values: Partial<TaskValues>): Promise<TaskRow | undefined> =>
      db
        .updateTable('tasks')
        .set({
          ...values,
          ...(values.params !== undefined && { params: sealed(values.params, id) }),
          updated_at: new Date().toISOString(),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),

    async remove(id: string): Promise<void> {
      await db.deleteFrom('tasks').where('id', '=', id).execute();
    },

    /** Active tasks that will run by themselves, soonest first. */
    coming: (limit: number, ownerId?: string): Promise<TaskRow[]> => {
      const query = db
        .selectFrom('tasks')
        .selectAll()
        .where('is_active', '=', 1)
        .where('next_fire_at', 'is not', null)
        .orderBy('next_fire_at')
        .limit(limit);
      return (ownerId === undefined ? query : query.where('owner_id', '=', ownerId)).execute();
    },

    /** Active tasks whose fire time has come, longest waiting first. */
    due: (now: string, limit: number): Promise<TaskRow[]> =>
      db
        .selectFrom('tasks')
        .selectAll()
        .where('is_active', '=', 1)
        .where('next_fire_at', '<=', now)
        .orderBy('next_fire_at')
        .limit(limit)
        .execute(),

    /** Moves a fire time on, unless another process or a change of the task has done so. */
    async advance(id: string, from: string, to: string | null): Promise<void> {
      await db
        .updateTable('tasks')
        .set({ next_fire_at: to })
        .where('id', '=', id)
        .where('next_fire_at', '=', from)
        .execute();
    },

    async nextFireAt(): Promise<string | null> {
      const row = await db
        .selectFrom('tasks')
        .select('next_fire_at')
        .where('is_active', '=', 1)
        .where('next_fire_at', 'is not', null)
        .orderBy('next_fire_at')
        .limit(1)
        .executeTakeFirst();
      return row?.next_fire_at ?? null;
    },

    async countActive(): Promise<number> {
      const { count } = await db
        .selectFrom('tasks')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('is_active', '=', 1)
        .executeTakeFirstOrThrow();
      return Number(count);
    },

    /** Which tasks a task starts when it ends, for finding circles. */
    followUps: (): Promise<Pick<TaskRow, 'id' | 'on_success' | 'on_failure'>[]> =>
      db
        .selectFrom('tasks')
        .select(['id', 'on_success', 'on_failure'])
        .where(({ or, eb }) => or([eb('on_success', '!=', '[]'), eb('on_failure', '!=', '[]')]))
        .execute(),
  };
}

export type TasksRepository = ReturnType<typeof createTasksRepository>;
