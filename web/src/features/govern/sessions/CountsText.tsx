import type { SyncCounts } from '@sextant/contract/sync-sessions';
import { useTexts } from '../../../lib/texts.ts';
import { sessionsTexts } from './sessions-texts.ts';

/** What a session or one instance of it brought, in words; what is 0 is left out. */
export function CountsText({ counts }: { counts: SyncCounts }) {
  const t = useTexts(sessionsTexts);
  const parts = (
    [
      ['found', counts.found],
      ['created', counts.created],
      ['updated', counts.updated],
      ['removedCount', counts.removed],
    ] as const
  ).filter(([, count]) => count > 0);
  return parts.length === 0 ? '–' : parts.map(([name, count]) => t(name, { count })).join(' · ');
}
