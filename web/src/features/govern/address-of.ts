import type { Instance } from '@sextant/contract/instances';

/** `host:port/database` of a server, the path of a file. */
export function addressOf({ host, port, database }: Pick<Instance, 'host' | 'port' | 'database'>): string {
  if (host === null) return database ?? '';
  return `${host}${port === null ? '' : `:${port}`}${database ? `/${database}` : ''}`;
}
