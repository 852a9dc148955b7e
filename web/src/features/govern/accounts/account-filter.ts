import { type accountEndpoints, gradeSchema } from '@sextant/contract/accounts';
import type { QueryInputOf } from '@sextant/contract/endpoint';

type Query = QueryInputOf<typeof accountEndpoints.list>;

const daysAhead = 30;

/** What “only” can narrow to, and what the server is asked for. */
const narrowings = {
  superuser: { is_superuser: 'true' },
  locked: { is_locked: 'true' },
  expiring: { expires_within_days: daysAhead },
  own: { is_system: 'false' },
  users: { kind: 'user' },
  roles: { kind: 'role' },
  removedOnes: { state: 'removed' },
} as const satisfies Record<string, Query>;

export type Narrowing = keyof typeof narrowings;
export const allNarrowings = Object.keys(narrowings) as Narrowing[];
export const accountFilters = ['engine', 'connection', 'class', 'grade', 'only', 'sort', 'order'] as const;

export function narrowingsOf(only: string | undefined): Narrowing[] {
  const wanted = only?.split(',') ?? [];
  return allNarrowings.filter((name) => wanted.includes(name));
}

/** The filters of the address as the server takes them. */
export function accountQuery(
  values: { [N in (typeof accountFilters)[number]]: string | undefined },
  q: string | undefined,
): Query {
  return {
    q,
    engine: values.engine,
    connection_id: values.connection,
    class_id: values.class,
    grade: gradeSchema.safeParse(values.grade).data,
    ...Object.assign({}, ...narrowingsOf(values.only).map((name) => narrowings[name])),
  };
}
