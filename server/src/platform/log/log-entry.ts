import { createHash } from 'node:crypto';

export interface LogEntry {
  at: string;
  level: string;
  module: string;
  message: string;
  requestId: string | null;
  user: string | null;
  durationMs: number | null;
  context: Record<string, unknown>;
}

/** The levels whose entries are grouped. */
const grouped = new Set(['warn', 'error', 'fatal']);
const longestMessage = 500;

export function isSevere(level: string): boolean {
  return level === 'error' || level === 'fatal';
}

/** What entries of one cause have in common: their words without numbers, ids, names in quotes and addresses. */
export function groupOf(entry: LogEntry): { fingerprint: string; message: string } | null {
  if (!grouped.has(entry.level)) return null;
  const cause = causeOf(entry.context.err);
  const message = (cause === '' ? entry.message : `${entry.message}: ${cause}`).slice(0, longestMessage);
  const path = typeof entry.context.path === 'string' ? entry.context.path : '';
  const words = [entry.level, entry.module, message, path, entry.context.status ?? ''].join(' ');
  const fingerprint = createHash('sha1').update(normalise(words)).digest('hex').slice(0, 20);
  return { fingerprint, message };
}

function causeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : '';
}

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '#')
    .replace(/"[^"]*"|'[^']*'|「[^」]*」|`[^`]*`/g, '#')
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{12,}\b/g, '#')
    .replace(/\d+/g, '#');
}
