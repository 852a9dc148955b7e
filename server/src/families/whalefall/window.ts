import { z } from 'zod';

const dayMs = 86_400_000;

/** The days of the document, whole days of UTC. */
export const windowSchema = z.object({
  start_date: z.iso.date().optional(),
  end_date: z.iso.date().optional().describe('含这一天'),
});
export type Window = z.infer<typeof windowSchema>;

/** From when, and up to when without that moment. */
export function timesOf({ start_date, end_date }: Window): {
  from: string | undefined;
  to: string | undefined;
} {
  return {
    from: start_date && new Date(Date.parse(start_date)).toISOString(),
    to: end_date && new Date(Date.parse(end_date) + dayMs).toISOString(),
  };
}
