import type { LogEntry } from '@sextant/contract/logs';

const mostFields = 6;

/** What stands in the context of an entry, on one line: the request, or its plain values. */
export function contextLine(context: LogEntry['context']): string {
  const { method, path, status } = context;
  if (typeof method === 'string' && typeof path === 'string') {
    return `${method} ${path}${status === undefined ? '' : ` → ${status}`}`;
  }
  return Object.entries(context)
    .filter(([, value]) => value !== '' && ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, mostFields)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
