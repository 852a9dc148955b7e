import { useListAddress } from '../../lib/use-list-address.ts';
import type { LogConditions } from './logs-queries.ts';

const names = ['level', 'module', 'user', 'request_id', 'range', 'from', 'to', 'entry'] as const;

/** What narrows the log, as it stands in the address; the text as it was once typing stopped. */
export function useLogAddress() {
  const { q, values, show, query } = useListAddress(names);
  const { level, module, user, request_id, range, from, to, entry } = values;
  const conditions: LogConditions = { q: query.q, level, module, user, request_id };
  return {
    q,
    values,
    show,
    conditions,
    range: { range, from, to },
    entry: entry !== undefined && /^\d{1,15}$/.test(entry) ? Number(entry) : null,
    isNarrowed: Object.values({ q: q || undefined, level, module, user, request_id, range, from, to }).some(
      (value) => value !== undefined,
    ),
    reset: () =>
      show({
        q: '',
        ...Object.fromEntries(names.map((name) => [name, undefined])),
      }),
  };
}

export type LogAddress = ReturnType<typeof useLogAddress>;
