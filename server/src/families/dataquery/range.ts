import { z } from 'zod';

/** `skip` and `limit` of the document's lists. */
export function rangeQuerySchema(usualLimit = 100) {
  return z.object({
    skip: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(500).default(usualLimit),
  });
}

export function rangeOf({ skip, limit }: { skip: number; limit: number }): { offset: number; limit: number } {
  return { offset: skip, limit };
}
